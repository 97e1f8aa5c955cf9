package sockproof.reference.net;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Sends a UDP datagram over IPv4 loopback in two IP fragments; needs CAP_NET_RAW. */
public final class RawFragments {
  private static final int SOCK_RAW = 3;
  private static final int IPPROTO_RAW = 255;
  private static final int UDP = 17;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int IP_HEADER_BYTES = 20;
  private static final int UDP_HEADER_BYTES = 8;

  private RawFragments() {}

  /** Whether this process may open raw sockets. */
  public static boolean isPermitted() throws IOException {
    try {
      LinuxSocketCalls.close(
          LinuxSocketCalls.socket(LinuxSocketCalls.AF_INET, SOCK_RAW, IPPROTO_RAW));
      return true;
    } catch (LinuxSocketCalls.ErrnoException e) {
      return false;
    }
  }

  /**
   * Sends the payload, cut after {@code cutAt} bytes of UDP header and payload, a multiple of 8.
   */
  public static void send(
      InetSocketAddress from, InetSocketAddress to, byte[] payload, int cutAt, int identification)
      throws IOException {
    ByteBuffer udp =
        ByteBuffer.allocate(UDP_HEADER_BYTES + payload.length)
            .putShort((short) from.getPort())
            .putShort((short) to.getPort())
            .putShort((short) (UDP_HEADER_BYTES + payload.length))
            .putShort((short) 0)
            .put(payload)
            .flip();
    int fd = LinuxSocketCalls.socket(LinuxSocketCalls.AF_INET, SOCK_RAW, IPPROTO_RAW);
    try {
      packet(fd, from, to, identification, MORE_FRAGMENTS, udp.slice(0, cutAt));
      ByteBuffer rest = udp.slice(cutAt, udp.limit() - cutAt);
      packet(fd, from, to, identification, cutAt / 8, rest);
    } finally {
      LinuxSocketCalls.close(fd);
    }
  }

  private static void packet(
      int fd,
      InetSocketAddress from,
      InetSocketAddress to,
      int identification,
      int flagsAndOffset,
      ByteBuffer data)
      throws IOException {
    int size = IP_HEADER_BYTES + data.remaining();
    ByteBuffer packet =
        ByteBuffer.allocate(size)
            .put((byte) 0x45)
            .put((byte) 0)
            .putShort((short) size)
            .putShort((short) identification)
            .putShort((short) flagsAndOffset)
            .put((byte) 64)
            .put((byte) UDP)
            .putShort((short) 0)
            .put(from.getAddress().getAddress())
            .put(to.getAddress().getAddress())
            .put(data);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(size);
      MemorySegment.copy(MemorySegment.ofArray(packet.array()), 0, bytes, 0, size);
      MemorySegment address =
          LinuxSocketAddress.encode(new InetSocketAddress(to.getAddress(), 0), arena);
      LinuxSocketCalls.sendMessage(
          fd, new DatagramHeader(arena).forSending(bytes, address, Optional.empty()));
    }
  }
}
