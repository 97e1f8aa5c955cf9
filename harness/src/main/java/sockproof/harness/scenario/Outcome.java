package sockproof.harness.scenario;

import java.util.Locale;

/** The outcomes that a scenario can expect. */
public enum Outcome {
  /** Every reply comes out whole, in order, once, and nothing else is taken for a reply. */
  REPLIES_INTACT,
  /**
   * As {@link #REPLIES_INTACT}, or what came too early is refused: an error before the next request
   * leaves.
   */
  REPLIES_INTACT_OR_REFUSED,
  /** The failure is noticed in time and told by the exit status; nothing broken is taken. */
  CLEAN_ERROR,
  /** As {@link #CLEAN_ERROR}, and without a stack trace. */
  QUIET_ERROR,
  /** No reply is taken, and the subject ends in time. */
  NO_REPLY,
  /** Replies may be missing, but none is taken for another request's, in time. */
  NO_WRONG_REPLY,
  /** Output and exit status are those of a run without faults. */
  SAME_AS_BASELINE,
  /** Whatever the subject does, it does not use a core at the end. */
  IDLE,
  /** The reply comes, then FIN and not RST. */
  REPLY_THEN_FIN,
  /** In a chat: everybody hears every line of the others once, and leaves cleanly. */
  LINES_INTACT,
  /** The datagrams between two servers die out. */
  NO_LOOP;

  /** The word used in scenario files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
