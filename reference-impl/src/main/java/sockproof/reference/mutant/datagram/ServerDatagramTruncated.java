package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramServerSteps;

/** Receives into 512 bytes; the kernel drops the rest of a longer request. */
final class ServerDatagramTruncated extends DatagramServerSteps {
  @Override
  public int bufferBytes() {
    return 512;
  }
}
