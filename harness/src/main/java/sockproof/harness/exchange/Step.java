package sockproof.harness.exchange;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;

/**
 * One step of a dialogue.
 *
 * @param client which client speaks, from 1, where several are driven side by side
 * @param server which server is spoken to, where the client under test has several
 * @param say the message, or null where nothing is said in a frame
 * @param raw bytes sent without a frame after the message (server under test only); may be empty
 * @param replies the replies that must come back in this step, in order
 * @param delay how long Sockproof's own server waits before it replies (client under test only)
 * @param then what happens to the connection after it
 */
public record Step(
    int client,
    String server,
    @Nullable String say,
    Bytes raw,
    List<String> replies,
    Duration delay,
    Then then) {
  public Step {
    replies = List.copyOf(replies);
  }

  /** What the driver does after it has sent, and before or after it reads the replies. */
  public enum Then {
    /** Nothing; the connection stays open. */
    NOTHING,
    /** It shuts down its writing side before it reads the replies. */
    HALF_CLOSE,
    /** It reads the replies, then everything up to FIN or RST. */
    READ_TO_END,
    /** It half-closes before it reads the replies, then reads everything up to FIN or RST. */
    HALF_CLOSE_AND_READ_TO_END,
    /** It closes after the replies. */
    CLOSE,
    /** It resets the connection after the replies. */
    RESET;

    /** The word used in scenario files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** True for one that only connects: nothing is said, and nothing is waited for. */
  public boolean isSilent() {
    return say == null && raw.isEmpty() && replies.isEmpty() && then == Then.NOTHING;
  }

  /** True where something is read from the server in this step. */
  public boolean isReadFrom() {
    return !replies.isEmpty()
        || then == Then.READ_TO_END
        || then == Then.HALF_CLOSE_AND_READ_TO_END;
  }

  /** A plain exchange of one message. */
  public static Step of(String say, String reply) {
    return new Step(1, "a", say, Bytes.empty(), List.of(reply), Duration.ZERO, Then.NOTHING);
  }
}
