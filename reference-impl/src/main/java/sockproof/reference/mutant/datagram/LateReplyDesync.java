package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramClientSteps;

/** Goes on with the socket of a message that had to be sent again, where a late reply may come. */
final class LateReplyDesync extends DatagramClientSteps {
  @Override
  public boolean keepsSocket(boolean lastMessageTimedOut) {
    return lastMessageTimedOut;
  }
}
