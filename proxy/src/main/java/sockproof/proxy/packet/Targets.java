package sockproof.proxy.packet;

import java.util.Set;
import sockproof.proxy.core.Bytes;

/**
 * To whom forged datagrams, IP fragments and ICMP errors may be sent: loopback (127.0.0.0/8, RFC
 * 1122 section 3.2.1.3, and ::1, RFC 4291 section 2.5.3) and the addresses that a user has listed.
 *
 * @param listed IP addresses beside loopback, of 4 or 16 bytes
 */
public record Targets(Set<Bytes> listed) {
  /** Nobody but this machine. */
  public static final Targets LOOPBACK = new Targets(Set.of());

  private static final int V4_BYTES = 4;
  private static final int LOOPBACK_NET = 127;
  private static final Bytes LOOPBACK_V6 =
      Bytes.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

  public Targets {
    listed = Set.copyOf(listed);
  }

  /** True if such packets may be sent to an IP address of 4 or 16 bytes. */
  public boolean include(Bytes address) {
    boolean loopback =
        address.length() == V4_BYTES ? address.at(0) == LOOPBACK_NET : address.equals(LOOPBACK_V6);
    return loopback || listed.contains(address);
  }

  /** The destination that an IP packet names in its own header. */
  public static Bytes destinationOf(Bytes packet) {
    return packet.at(0) >> 4 == V4_BYTES
        ? packet.slice(16, IpPacket.V4_HEADER_BYTES)
        : packet.slice(24, IpPacket.V6_HEADER_BYTES);
  }
}
