package sockproof.proxy.packet;

import sockproof.proxy.core.Bytes;

/**
 * From where to where a UDP datagram or a TCP segment goes.
 *
 * @param source the sender's IP address, 4 or 16 bytes
 * @param sourcePort the sender's port
 * @param destination the receiver's IP address, of the same length
 * @param destinationPort the receiver's port
 */
public record IpFlow(Bytes source, int sourcePort, Bytes destination, int destinationPort) {
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int MAX_PORT = 65_535;

  public IpFlow {
    int length = source.length();
    if ((length != V4_BYTES && length != V6_BYTES) || destination.length() != length) {
      throw new IllegalArgumentException(
          "addresses of " + length + " and " + destination.length() + " bytes");
    }
    if (Math.min(sourcePort, destinationPort) < 0
        || Math.max(sourcePort, destinationPort) > MAX_PORT) {
      throw new IllegalArgumentException("ports " + sourcePort + " and " + destinationPort);
    }
  }

  /** True for IPv6. */
  public boolean isV6() {
    return source.length() == V6_BYTES;
  }

  /** The way back. */
  public IpFlow reversed() {
    return new IpFlow(destination, destinationPort, source, sourcePort);
  }
}
