package sockproof.reference.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import sockproof.reference.net.LinuxSocketCalls.ErrnoException;

/**
 * The kernel's {@code struct msghdr} of 64-bit Linux with one buffer, one address and room for
 * control messages (recvmsg(2), cmsg(3), ip(7), ipv6(7)).
 */
final class DatagramHeader {
  private static final int SOL_IP = 0;
  private static final int SOL_IPV6 = 41;
  private static final int IP_PKTINFO = 8;
  private static final int IP_RECVFRAGSIZE = 25;
  private static final int IPV6_V6ONLY = 26;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_PKTINFO = 50;

  private static final int HEADER_BYTES = 56;
  private static final int CONTROL_BYTES = 256;
  private static final int CONTROL_HEADER_BYTES = 16;

  private static final int NAME = 0;
  private static final int NAME_SIZE = 8;
  private static final int BUFFERS = 16;
  private static final int BUFFER_COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_SIZE = 40;

  private final MemorySegment header;
  private final MemorySegment buffers;
  private final MemorySegment name;
  private final MemorySegment control;

  DatagramHeader(Arena arena) {
    header = arena.allocate(HEADER_BYTES, 8);
    buffers = arena.allocate(16, 8);
    name = arena.allocate(LinuxSocketAddress.MAX_BYTES, 8);
    control = arena.allocate(CONTROL_BYTES, 8);
  }

  /** Has the kernel report each datagram's destination and fragmentation. */
  static void enableReports(int fd, int family) throws ErrnoException {
    switch (family) {
      case LinuxSocketCalls.AF_INET -> {
        LinuxSocketCalls.setOption(fd, SOL_IP, IP_PKTINFO, 1);
        LinuxSocketCalls.setOption(fd, SOL_IP, IP_RECVFRAGSIZE, 1);
      }
      case LinuxSocketCalls.AF_INET6 -> {
        LinuxSocketCalls.setOption(fd, SOL_IPV6, IPV6_V6ONLY, 1);
        LinuxSocketCalls.setOption(fd, SOL_IPV6, IPV6_RECVPKTINFO, 1);
      }
      default -> {
        // Unix datagrams have no such reports.
      }
    }
  }

  MemorySegment forReceiving(MemorySegment buffer) {
    fill(buffer, name, (int) name.byteSize(), control, control.byteSize());
    return header;
  }

  /** A null name is for a connected socket. */
  MemorySegment forSending(
      MemorySegment payload, MemorySegment address, Optional<InetAddress> from) {
    long controlSize = from.map(this::putSource).orElse(0L);
    MemorySegment used = controlSize == 0 ? MemorySegment.NULL : control;
    fill(payload, address, (int) address.byteSize(), used, controlSize);
    return header;
  }

  private void fill(
      MemorySegment buffer,
      MemorySegment address,
      int addressSize,
      MemorySegment controlUsed,
      long controlSize) {
    buffers.set(ADDRESS, 0, buffer);
    buffers.set(JAVA_LONG, 8, buffer.byteSize());
    header.fill((byte) 0);
    header.set(ADDRESS, NAME, address);
    header.set(JAVA_INT, NAME_SIZE, addressSize);
    header.set(ADDRESS, BUFFERS, buffers);
    header.set(JAVA_LONG, BUFFER_COUNT, 1);
    header.set(ADDRESS, CONTROL, controlUsed);
    header.set(JAVA_LONG, CONTROL_SIZE, controlSize);
  }

  private long putSource(InetAddress from) {
    boolean six = from instanceof Inet6Address;
    byte[] address = from.getAddress();
    control.fill((byte) 0);
    long dataSize = six ? 20 : 12;
    control.set(JAVA_LONG, 0, CONTROL_HEADER_BYTES + dataSize);
    control.set(JAVA_INT, 8, six ? SOL_IPV6 : SOL_IP);
    control.set(JAVA_INT, 12, six ? IPV6_PKTINFO : IP_PKTINFO);
    // in6_pktinfo begins with the address; in_pktinfo has the interface before it.
    long offset = CONTROL_HEADER_BYTES + (six ? 0L : 4L);
    MemorySegment.copy(address, 0, control, JAVA_BYTE, offset, address.length);
    return align(CONTROL_HEADER_BYTES + dataSize);
  }

  /** What the last receiving filled in. */
  ReceivedDatagram datagram(byte[] payload) {
    Optional<InetAddress> destination = Optional.empty();
    boolean fragmented = false;
    long end = header.get(JAVA_LONG, CONTROL_SIZE);
    for (long at = 0; at + CONTROL_HEADER_BYTES <= end; at += align(control.get(JAVA_LONG, at))) {
      int level = control.get(JAVA_INT, at + 8);
      int type = control.get(JAVA_INT, at + 12);
      long data = at + CONTROL_HEADER_BYTES;
      if (level == SOL_IP && type == IP_PKTINFO) {
        destination = Optional.of(LinuxSocketAddress.host(control, data + 4, 4, 0));
      } else if (level == SOL_IPV6 && type == IPV6_PKTINFO) {
        destination = Optional.of(LinuxSocketAddress.host(control, data, 16, 0));
      } else if (level == SOL_IP && type == IP_RECVFRAGSIZE) {
        fragmented = true;
      }
    }
    MemorySegment source = name.asSlice(0, header.get(JAVA_INT, NAME_SIZE));
    return new ReceivedDatagram(
        payload, LinuxSocketAddress.decode(source), destination, fragmented);
  }

  private static long align(long size) {
    return (size + 7) & ~7L;
  }
}
