package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramServerSteps;

/** Answers every datagram, those of another server too. */
final class ReplyLoop extends DatagramServerSteps {
  @Override
  public boolean limitsEchoes() {
    return false;
  }
}
