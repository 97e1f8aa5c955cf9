package sockproof.proxy.packet;

import sockproof.proxy.core.Bytes;

/**
 * The checksum of IPv4, UDP, TCP and ICMP: the complement of the one's complement sum of all 16-bit
 * words (RFC 1071).
 */
final class InternetChecksum {
  private static final int WORD = 0xffff;

  private long sum;

  /**
   * Adds bytes; an odd number of them is filled up with a zero byte, so only the last run may be
   * odd.
   */
  InternetChecksum add(Bytes bytes) {
    for (int i = 0; i < bytes.length(); i += 2) {
      int high = bytes.at(i) & 0xff;
      int low = i + 1 < bytes.length() ? bytes.at(i + 1) & 0xff : 0;
      sum += high << 8 | low;
    }
    return this;
  }

  /**
   * Adds the pseudo-header that UDP (RFC 768), and over IPv6 also ICMP, sum up: both addresses, the
   * length and the protocol (RFC 8200, section 8.1). Over IPv4 its fields are narrower, and the sum
   * is the same.
   */
  InternetChecksum addPseudoHeader(UdpFlow flow, int protocol, int lengthBytes) {
    add(flow.source()).add(flow.destination());
    sum += protocol + (long) lengthBytes;
    return this;
  }

  /** The checksum, from 0 to 0xffff. */
  int value() {
    long folded = sum;
    while (folded > WORD) {
      folded = (folded & WORD) + (folded >> 16);
    }
    return (int) (~folded & WORD);
  }
}
