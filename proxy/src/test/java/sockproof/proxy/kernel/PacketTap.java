package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import sockproof.proxy.core.Bytes;

/**
 * Sees the IP packets of one version that go over loopback, fragments as fragments: packet(7). A
 * packet that was sent is there when the call that sent it has returned.
 */
public final class PacketTap implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int ETH_P_IP = 0x0800;
  private static final int ETH_P_IPV6 = 0x86dd;
  private static final int MAX_BYTES = 70_000;

  private final KernelSocket socket;
  private final MemorySegment buffer = Arena.ofAuto().allocate(MAX_BYTES, 8);

  private PacketTap(KernelSocket socket) {
    this.socket = socket;
  }

  /** Begins to listen; needs CAP_NET_RAW. */
  public static PacketTap open(boolean v6) throws SocketException {
    short protocol = Short.reverseBytes((short) (v6 ? ETH_P_IPV6 : ETH_P_IP));
    int fd = Libc.socket(AF_PACKET, Native.SOCK_DGRAM | Native.SOCK_NONBLOCK, protocol);
    if (fd < 0) {
      throw new KernelException("open a packet socket", -fd);
    }
    KernelSocket socket = KernelSocket.adopt(fd);
    MemorySegment name = Arena.ofAuto().allocate(20, 8); // struct sockaddr_ll
    name.set(Native.SHORT, 0, (short) AF_PACKET);
    name.set(Native.SHORT, 2, protocol);
    name.set(Native.INT, 4, NetworkInterface.getByName("lo").getIndex());
    int result = Libc.bind(fd, name, 20);
    if (result < 0) {
      throw new KernelException("bind to lo", -result);
    }
    return new PacketTap(socket);
  }

  /** What has gone by since the last call, in order. */
  public List<Bytes> packets() {
    List<Bytes> packets = new ArrayList<>();
    int size = socket.receive(buffer, MAX_BYTES);
    while (size >= 0) {
      packets.add(Bytes.of(buffer.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE)));
      size = socket.receive(buffer, MAX_BYTES);
    }
    return packets;
  }

  @Override
  public void close() {
    socket.close();
  }
}
