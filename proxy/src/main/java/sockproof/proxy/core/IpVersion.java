package sockproof.proxy.core;

/** The version of IP that carries a datagram. */
public enum IpVersion {
  /** A header of 20 bytes (RFC 791, section 3.1). */
  V4(20),
  /** A header of 40 bytes and, in a fragment, a fragment header of 8 (RFC 8200, section 4.5). */
  V6(48);

  private final int fragmentHeaderBytes;

  IpVersion(int fragmentHeaderBytes) {
    this.fragmentHeaderBytes = fragmentHeaderBytes;
  }

  /** How many bytes of a fragment's packet are headers. */
  public int fragmentHeaderBytes() {
    return fragmentHeaderBytes;
  }
}
