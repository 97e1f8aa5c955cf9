package sockproof.harness.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a subject printed: at most {@link #LIMIT_BYTES}; the rest is counted and thrown away. */
public final class CapturedOutput {
  /** How much of each output is kept. */
  public static final int LIMIT_BYTES = 32 << 20;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long dropped;

  /** Adds bytes in the order in which they were printed. */
  public synchronized void add(byte[] bytes, int offset, int count) {
    int room = Math.min(count, LIMIT_BYTES - kept.size());
    kept.write(bytes, offset, room);
    dropped += count - room;
  }

  /** The text so far, as UTF-8 with malformed bytes replaced. */
  public synchronized String text() {
    String text = kept.toString(StandardCharsets.UTF_8);
    return dropped == 0 ? text : text + "\n[" + dropped + " more bytes not kept]\n";
  }
}
