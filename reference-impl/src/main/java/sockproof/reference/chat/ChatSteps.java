package sockproof.reference.chat;

/** What an end of the chat does at the points where a mutant does something else. */
public class ChatSteps {
  /** Whether a message that is not acknowledged is sent again. */
  public boolean sendsAgain() {
    return true;
  }

  /**
   * Whether a message of this number is one that has not been seen before.
   *
   * @param lastReceived the number of the last one that was new
   */
  public boolean isNew(int number, int lastReceived) {
    return number == lastReceived + 1;
  }

  /** Whether a datagram is the end of the chat. */
  public boolean ends(String datagram) {
    return false;
  }
}
