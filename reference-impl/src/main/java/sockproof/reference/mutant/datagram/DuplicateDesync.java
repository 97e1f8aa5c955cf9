package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramClientSteps;

/** Goes on with the socket of a message that was answered, where a duplicate may wait. */
final class DuplicateDesync extends DatagramClientSteps {
  @Override
  public boolean keepsSocket(boolean lastMessageTimedOut) {
    return !lastMessageTimedOut;
  }
}
