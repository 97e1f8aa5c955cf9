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
    byte[] array = bytes.backingArray();
    int at = bytes.arrayOffset();
    int end = at + bytes.length();
    for (; at + 1 < end; at += 2) {
      sum += (array[at] & 0xff) << 8 | (array[at + 1] & 0xff);
    }
    if (at < end) {
      sum += (array[at] & 0xff) << 8;
    }
    return this;
  }

  /**
   * Adds the pseudo-header that TCP (RFC 9293), UDP (RFC 768), and over IPv6 also ICMP, sum up:
   * both addresses, the length and the protocol (RFC 8200, section 8.1). Over IPv4 its fields are
   * narrower, and the sum is the same.
   */
  InternetChecksum addPseudoHeader(IpFlow flow, int protocol, int lengthBytes) {
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
