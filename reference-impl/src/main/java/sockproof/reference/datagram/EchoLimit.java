package sockproof.reference.datagram;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends reply loops. A forged request can name another server as its source; the two would then
 * answer each other's answers for ever (as with UDP echo, CERT CA-1996-01). An answer that another
 * server could answer without change equals its own request, so such answers are limited: a source
 * gets a few of them for the same payload within a second, and then silence. Whoever really sends
 * text that is uppercase already is answered all the same.
 */
final class EchoLimit {
  private static final int MAX_ECHOES = 4;
  private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int MAX_REMEMBERED = 4096;

  private record Key(SocketAddress source, ByteBuffer payload) {}

  private static final class Window {
    private long startNanos;
    private int echoes;
  }

  private final Map<Key, Window> remembered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Window> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /** Whether one more answer that equals its request may go to the source. */
  boolean allows(SocketAddress source, byte[] payload, long nowNanos) {
    // Long payloads are told apart by their beginning, to bound what is remembered.
    ByteBuffer beginning = ByteBuffer.wrap(payload, 0, Math.min(payload.length, 64)).slice();
    Window window = remembered.computeIfAbsent(new Key(source, beginning), _ -> new Window());
    if (window.echoes == 0 || nowNanos - window.startNanos > WINDOW_NANOS) {
      window.startNanos = nowNanos;
      window.echoes = 0;
    }
    return ++window.echoes <= MAX_ECHOES;
  }
}
