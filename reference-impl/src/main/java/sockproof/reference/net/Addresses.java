package sockproof.reference.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Reads addresses that a person typed, and shows those that the kernel gave. */
public final class Addresses {
  private static final int MAX_PORT = 65535;

  private Addresses() {}

  /** The family whose sockets can use the address. */
  public static StandardProtocolFamily family(SocketAddress address) {
    return switch (address) {
      case UnixDomainSocketAddress _ -> StandardProtocolFamily.UNIX;
      case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address ->
          StandardProtocolFamily.INET6;
      default -> StandardProtocolFamily.INET;
    };
  }

  /**
   * The address of a host that may be a name or a number; no host means the loopback address.
   *
   * @throws UsageException where the host is not known, has no address of the family, or the port
   *     is not 0 to 65535
   */
  public static InetSocketAddress resolve(String host, int port, Optional<IpVersion> version) {
    checkPort(port);
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(bare);
    } catch (UnknownHostException e) {
      throw new UsageException(
          "host `" + host + "` is not known; give a name or address that this machine can look up",
          e);
    }
    IpVersion wanted =
        version.orElseGet(
            () ->
                Arrays.stream(found).anyMatch(IpVersion.V4::matches) ? IpVersion.V4 : IpVersion.V6);
    for (InetAddress address : found) {
      if (wanted.matches(address)) {
        return new InetSocketAddress(address, port);
      }
    }
    throw new UsageException(
        "host `"
            + host
            + "` has no IPv"
            + wanted.number()
            + " address; leave out --ip or change it");
  }

  /**
   * The address to listen at: one address, the loopback address, or with an empty host all
   * addresses of the machine.
   *
   * @throws UsageException as {@link #resolve}, and where the port is reserved
   */
  public static InetSocketAddress listenAt(String host, int port, Optional<IpVersion> version) {
    checkPort(port);
    if (port > 0 && port < 1024) {
      throw new UsageException(
          "port "
              + port
              + " is below 1024 and reserved for the system's services;"
              + " choose 1024 to 65535, or 0 to have one picked");
    }
    if (host.isEmpty()) {
      return new InetSocketAddress(version.orElse(IpVersion.V4).wildcard(), port);
    }
    return resolve(host, port, version);
  }

  /**
   * Reads {@code HOST:PORT} or {@code [HOST]:PORT}.
   *
   * @throws UsageException where it is not of that form
   */
  public static InetSocketAddress parse(String hostAndPort, Optional<IpVersion> version) {
    int colon = hostAndPort.lastIndexOf(':');
    if (colon <= 0) {
      throw new UsageException(
          "`" + hostAndPort + "` is not HOST:PORT, as in 127.0.0.1:3000 or [::1]:3000");
    }
    try {
      return resolve(
          hostAndPort.substring(0, colon),
          Integer.parseInt(hostAndPort.substring(colon + 1)),
          version);
    } catch (NumberFormatException e) {
      throw new UsageException("the port in `" + hostAndPort + "` is not a number", e);
    }
  }

  private static void checkPort(int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new UsageException("port " + port + " is not between 0 and " + MAX_PORT);
    }
  }

  /** The address as people write it: {@code 127.0.0.1:3000}, {@code [::1]:3000}, or a path. */
  public static String show(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet -> {
        InetAddress host = inet.getAddress();
        yield switch (host) {
          case null -> inet.getHostString() + ":" + inet.getPort();
          case Inet6Address six -> "[" + compress(six) + "]:" + inet.getPort();
          default -> host.getHostAddress() + ":" + inet.getPort();
        };
      }
      case UnixDomainSocketAddress unix when unix.getPath().toString().isEmpty() -> "(unnamed)";
      case UnixDomainSocketAddress unix -> unix.getPath().toString();
      default -> address.toString();
    };
  }

  /** The short form of RFC 5952: the longest run of two or more zero groups becomes {@code ::}. */
  private static String compress(Inet6Address address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    int[] groups = new int[8];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = bytes.getShort() & 0xffff;
    }
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
    }
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == runStart) {
        shown.append("::");
        i += runLength - 1;
      } else {
        if (!shown.isEmpty() && shown.charAt(shown.length() - 1) != ':') {
          shown.append(':');
        }
        shown.append(Integer.toHexString(groups[i]));
      }
    }
    return shown.toString();
  }

  /** All addresses of the machine in the family of another address, at a port that is picked. */
  static InetSocketAddress anyPort(SocketAddress other) {
    IpVersion version = family(other) == StandardProtocolFamily.INET6 ? IpVersion.V6 : IpVersion.V4;
    return new InetSocketAddress(version.wildcard(), 0);
  }
}
