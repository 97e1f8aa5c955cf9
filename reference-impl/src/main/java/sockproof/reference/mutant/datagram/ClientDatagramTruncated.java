package sockproof.reference.mutant.datagram;

import sockproof.reference.datagram.DatagramClientSteps;

/** Receives into 512 bytes; the kernel drops the rest of a longer reply. */
final class ClientDatagramTruncated extends DatagramClientSteps {
  @Override
  public int bufferBytes() {
    return 512;
  }
}
