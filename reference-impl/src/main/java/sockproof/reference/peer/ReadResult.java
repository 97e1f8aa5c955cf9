package sockproof.reference.peer;

import sockproof.reference.message.Printable;

/** What a driver got when it read. */
public sealed interface ReadResult {
  /** One whole message, without its delimiter or prefix, read as ISO 8859-1. */
  record Message(String text) implements ReadResult {}

  /**
   * The stream ended or stopped first.
   *
   * @param how what came instead of more bytes
   * @param text the bytes that had come of an incomplete message, or for {@link
   *     UppercaseClient#readToEnd} all that came, read as ISO 8859-1
   */
  record Ended(How how, String text) implements ReadResult {
    @Override
    public String toString() {
      return how + " after " + Printable.quote(text);
    }
  }

  /** What came instead of more bytes. */
  enum How {
    /** The other side sent FIN. */
    FIN,
    /** The other side reset the connection. */
    RESET,
    /** Nothing, until the deadline. */
    TIMEOUT
  }
}
