package sockproof.reference.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Between the JDK's socket addresses and the kernel's (sockaddr_in, sockaddr_in6, sockaddr_un). */
final class LinuxSocketAddress {
  /** Room for any of them. */
  static final int MAX_BYTES = 128;

  private static final int MAX_PATH_BYTES = 107;
  private static final ValueLayout.OfShort PORT =
      JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN).withByteAlignment(1);

  private LinuxSocketAddress() {}

  static int family(SocketAddress address) {
    return switch (Addresses.family(address)) {
      case INET -> LinuxSocketCalls.AF_INET;
      case INET6 -> LinuxSocketCalls.AF_INET6;
      case UNIX -> LinuxSocketCalls.AF_UNIX;
    };
  }

  /**
   * The kernel's form.
   *
   * @throws UsageException where a path is longer than 107 bytes
   */
  static MemorySegment encode(SocketAddress address, Arena arena) {
    return switch (address) {
      case UnixDomainSocketAddress unix -> encodePath(unix, arena);
      case InetSocketAddress inet when inet.getAddress() instanceof Inet6Address six -> {
        MemorySegment encoded = arena.allocate(28, 4);
        encoded.set(JAVA_SHORT, 0, (short) LinuxSocketCalls.AF_INET6);
        encoded.set(PORT, 2, (short) inet.getPort());
        MemorySegment.copy(six.getAddress(), 0, encoded, JAVA_BYTE, 8, 16);
        encoded.set(JAVA_INT, 24, six.getScopeId());
        yield encoded;
      }
      case InetSocketAddress inet -> {
        MemorySegment encoded = arena.allocate(16, 4);
        encoded.set(JAVA_SHORT, 0, (short) LinuxSocketCalls.AF_INET);
        encoded.set(PORT, 2, (short) inet.getPort());
        MemorySegment.copy(inet.getAddress().getAddress(), 0, encoded, JAVA_BYTE, 4, 4);
        yield encoded;
      }
      default -> throw new UsageException(address + " is no address of a datagram socket");
    };
  }

  private static MemorySegment encodePath(UnixDomainSocketAddress unix, Arena arena) {
    byte[] path = unix.getPath().toString().getBytes(StandardCharsets.UTF_8);
    if (path.length > MAX_PATH_BYTES) {
      throw new UsageException(
          "the path `" + unix + "` is longer than " + MAX_PATH_BYTES + " bytes; use a shorter one");
    }
    MemorySegment encoded = arena.allocate(3L + path.length, 4);
    encoded.set(JAVA_SHORT, 0, (short) LinuxSocketCalls.AF_UNIX);
    MemorySegment.copy(path, 0, encoded, JAVA_BYTE, 2, path.length);
    return encoded;
  }

  /** The JDK's form. A Unix socket without a name gives an empty path. */
  static SocketAddress decode(MemorySegment encoded) {
    int family = encoded.byteSize() < 2 ? LinuxSocketCalls.AF_UNIX : encoded.get(JAVA_SHORT, 0);
    return switch (family) {
      case LinuxSocketCalls.AF_INET ->
          new InetSocketAddress(host(encoded, 4, 4, 0), encoded.get(PORT, 2) & 0xffff);
      case LinuxSocketCalls.AF_INET6 ->
          new InetSocketAddress(
              host(encoded, 8, 16, encoded.get(JAVA_INT, 24)), encoded.get(PORT, 2) & 0xffff);
      default -> decodePath(encoded);
    };
  }

  private static SocketAddress decodePath(MemorySegment encoded) {
    int size = (int) Math.max(0, encoded.byteSize() - 2);
    byte[] path = new byte[size];
    MemorySegment.copy(encoded, JAVA_BYTE, encoded.byteSize() - size, path, 0, size);
    int length = 0;
    while (length < size && path[length] != 0) {
      length++;
    }
    return UnixDomainSocketAddress.of(new String(path, 0, length, StandardCharsets.UTF_8));
  }

  /** The address that stands at an offset, with the scope of a link-local one. */
  static InetAddress host(MemorySegment from, long offset, int sizeBytes, int scope) {
    byte[] bytes = new byte[sizeBytes];
    MemorySegment.copy(from, JAVA_BYTE, offset, bytes, 0, sizeBytes);
    try {
      return scope == 0
          ? InetAddress.getByAddress(bytes)
          : Inet6Address.getByAddress(null, bytes, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are lengths of addresses", e);
    }
  }
}
