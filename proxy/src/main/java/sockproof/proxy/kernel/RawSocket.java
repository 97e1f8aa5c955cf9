package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.packet.Targets;

/**
 * Sends whole IP packets, header included: raw(7), IPPROTO_RAW. It takes CAP_NET_RAW in the user
 * namespace that owns the network namespace. Whatever the caller wants, it sends to nobody but the
 * {@link Targets} that it was opened for. Used by one thread at a time.
 */
public final class RawSocket implements AutoCloseable {
  private static final int IPPROTO_RAW = 255;
  private static final int MAX_PACKET_BYTES = 40 + 65_535;

  private final KernelSocket socket;
  private final boolean v6;
  private final Targets targets;
  private final MemorySegment packetBuffer = Arena.ofAuto().allocate(MAX_PACKET_BYTES, 8);
  private final MemorySegment nameBuffer = Arena.ofAuto().allocate(SocketName.MAX_SIZE_BYTES, 8);

  private RawSocket(KernelSocket socket, boolean v6, Targets targets) {
    this.socket = socket;
    this.v6 = v6;
    this.targets = targets;
  }

  /**
   * Opens a socket.
   *
   * @param v6 whether it sends IPv6 packets
   * @param targets to whom it may send
   * @throws KernelException with EPERM without the privilege
   */
  public static RawSocket open(boolean v6, Targets targets) {
    int fd =
        Libc.socket(
            v6 ? Native.AF_INET6 : Native.AF_INET,
            Native.SOCK_RAW | Native.SOCK_NONBLOCK | Native.SOCK_CLOEXEC,
            IPPROTO_RAW);
    if (fd < 0) {
      throw new KernelException("open a raw socket", -fd);
    }
    return new RawSocket(KernelSocket.adopt(fd), v6, targets);
  }

  /**
   * Sends a packet to the destination in its header.
   *
   * @return the size of the packet, or a negated errno
   * @throws IllegalArgumentException if the destination is no target
   */
  public int send(Bytes packet) {
    SocketName.Inet to = new SocketName.Inet(Targets.destinationOf(packet), 0, 0);
    if (to.isV6() != v6 || !targets.include(to.address())) {
      throw new IllegalArgumentException(
          "a raw socket must not send to " + to.host().getHostAddress());
    }
    MemorySegment.copy(
        packet.backingArray(),
        packet.arrayOffset(),
        packetBuffer,
        ValueLayout.JAVA_BYTE,
        0,
        packet.length());
    EncodedName name = new EncodedName(nameBuffer, to.write(nameBuffer));
    return socket.sendTo(packetBuffer, packet.length(), name);
  }

  @Override
  public void close() {
    socket.close();
  }
}
