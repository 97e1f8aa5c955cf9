package sockproof.proxy.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import sockproof.proxy.core.Bytes;

/** What a socket is bound or connected to: a {@code sockaddr} as a value. */
public sealed interface SocketName {
  /** Bytes that any name fits in: {@code sizeof(struct sockaddr_storage)}. */
  int MAX_SIZE_BYTES = 128;

  /** The longest path of a Unix socket, {@code sizeof(sun_path)} less the final zero: unix(7). */
  int MAX_PATH_BYTES = 107;

  /** The address family number: {@code AF_INET} and so on. */
  int family();

  /** Writes the {@code sockaddr} and returns its size in bytes. */
  int write(MemorySegment to);

  /**
   * An internet address, ip(7) and ipv6(7).
   *
   * @param address 4 or 16 bytes
   * @param port 0 to 65535
   * @param scope the interface index of a link-local IPv6 address, else 0
   */
  record Inet(Bytes address, int port, int scope) implements SocketName {
    /** The name of a host and port. */
    public static Inet of(InetAddress host, int port) {
      int scope = host instanceof Inet6Address six ? six.getScopeId() : 0;
      return new Inet(Bytes.of(host.getAddress()), port, scope);
    }

    /** The host as Java knows it; an IPv4-mapped IPv6 address becomes IPv4. */
    public InetAddress host() {
      try {
        InetAddress plain = InetAddress.getByAddress(address.toArray());
        return plain instanceof Inet4Address || scope == 0
            ? plain
            : Inet6Address.getByAddress(null, address.toArray(), scope);
      } catch (UnknownHostException e) {
        throw new AssertionError("an address of " + address + " bytes", e);
      }
    }

    /** The same address and port as Java knows them. */
    public InetSocketAddress toJava() {
      return new InetSocketAddress(host(), port);
    }

    /** The same address as IPv4, where it is an IPv4 address mapped into IPv6 (RFC 4291). */
    public Inet unmapped() {
      InetAddress plain = host();
      return isV6() && plain instanceof Inet4Address ? of(plain, port) : this;
    }

    /** The same host with another port. */
    public Inet withPort(int other) {
      return new Inet(address, other, scope);
    }

    /** True for an IPv6 address, mapped ones included. */
    public boolean isV6() {
      return address.length() == 16;
    }

    @Override
    public int family() {
      return isV6() ? Native.AF_INET6 : Native.AF_INET;
    }

    @Override
    public int write(MemorySegment to) {
      to.set(Native.SHORT, 0, (short) family());
      to.set(Native.BE_SHORT, 2, (short) port);
      if (isV6()) {
        to.set(Native.INT, 4, 0);
        copy(address, to, 8);
        to.set(Native.INT, 24, scope);
        return 28;
      }
      copy(address, to, 4);
      to.set(Native.LONG, 8, 0);
      return 16;
    }

    /** As in {@code 127.0.0.1:80} and {@code [::1]:80}. */
    @Override
    public String toString() {
      String text = host().getHostAddress();
      return text.indexOf(':') >= 0 ? "[" + text + "]:" + port : text + ":" + port;
    }
  }

  /**
   * A Unix socket's name, unix(7).
   *
   * @param path the bytes of {@code sun_path} without a final zero: a path, an abstract name (first
   *     byte zero) or nothing (unnamed)
   */
  record Unix(Bytes path) implements SocketName {
    /** The name of a path; a leading {@code @} stands for the zero byte of an abstract name. */
    public static Unix of(String path) {
      byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0 && bytes[0] == '@') {
        bytes[0] = 0;
      }
      return new Unix(Bytes.of(bytes));
    }

    /** True for a socket that was not bound. */
    public boolean isUnnamed() {
      return path.isEmpty();
    }

    /** True for a name that is not in the file system. */
    public boolean isAbstract() {
      return !path.isEmpty() && path.at(0) == 0;
    }

    /** True when the name fits a {@code sockaddr_un}. */
    public boolean fits() {
      return path.length() <= MAX_PATH_BYTES;
    }

    @Override
    public int family() {
      return Native.AF_UNIX;
    }

    @Override
    public int write(MemorySegment to) {
      to.set(Native.SHORT, 0, (short) Native.AF_UNIX);
      copy(path, to, 2);
      if (isUnnamed() || isAbstract()) {
        return 2 + path.length();
      }
      to.set(ValueLayout.JAVA_BYTE, 2 + path.length(), (byte) 0);
      return 3 + path.length();
    }

    /** The path; an abstract name begins with {@code @}, and an unnamed socket gives nothing. */
    @Override
    public String toString() {
      String text = new String(path.toArray(), StandardCharsets.UTF_8);
      return isAbstract() ? "@" + text.substring(1) : text;
    }
  }

  /**
   * Reads a {@code sockaddr}.
   *
   * @param from where it lies
   * @param length its size in bytes, as the kernel gave it
   */
  static SocketName read(MemorySegment from, int length) {
    int family = length < 2 ? Native.AF_UNIX : Short.toUnsignedInt(from.get(Native.SHORT, 0));
    if (family == Native.AF_UNIX) {
      Bytes path = copy(from, 2, Math.max(0, Math.min(length - 2, MAX_PATH_BYTES + 1)));
      boolean isPath = !path.isEmpty() && path.at(0) != 0;
      int end = isPath ? path.indexOf((byte) 0, 0) : -1;
      return new Unix(end < 0 ? path : path.slice(0, end));
    }
    int port = Short.toUnsignedInt(from.get(Native.BE_SHORT, 2));
    return family == Native.AF_INET6
        ? new Inet(copy(from, 8, 16), port, from.get(Native.INT, 24))
        : new Inet(copy(from, 4, 4), port, 0);
  }

  private static Bytes copy(MemorySegment from, int at, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, bytes, 0, length);
    return Bytes.of(bytes);
  }

  private static void copy(Bytes from, MemorySegment to, int at) {
    MemorySegment.copy(
        from.backingArray(), from.arrayOffset(), to, ValueLayout.JAVA_BYTE, at, from.length());
  }
}
