package sockproof.reference.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A version of the Internet Protocol. */
public enum IpVersion {
  /** IPv4. */
  V4(4),
  /** IPv6. */
  V6(6);

  private final int number;

  IpVersion(int number) {
    this.number = number;
  }

  /** 4 or 6. */
  public int number() {
    return number;
  }

  /**
   * The version with this number.
   *
   * @throws UsageException for a number that is neither 4 nor 6
   */
  public static IpVersion of(int number) {
    return switch (number) {
      case 4 -> V4;
      case 6 -> V6;
      default -> throw new UsageException("--ip is 4 or 6, not " + number);
    };
  }

  boolean matches(InetAddress address) {
    return this == V4 ? address instanceof Inet4Address : address instanceof Inet6Address;
  }

  /** 127.0.0.1 or ::1. */
  public String loopback() {
    return this == V4 ? "127.0.0.1" : "::1";
  }

  InetAddress wildcard() {
    try {
      return InetAddress.getByAddress(new byte[this == V4 ? 4 : 16]);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are lengths of addresses", e);
    }
  }
}
