package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of a receive queue a UDP datagram of this machine takes up, with the kernel's
 * bookkeeping: a function of its length alone, which is found by sending one to oneself. So from
 * the length of a queue follows which datagrams are left in it.
 */
public final class DatagramCosts {
  private record Kind(int length, boolean isV6) {}

  private final SockDiag diag;
  private final Map<Kind, Long> known = new HashMap<>();

  /**
   * The costs on this machine.
   *
   * @param diag used by the same thread as this
   */
  public DatagramCosts(SockDiag diag) {
    this.diag = diag;
  }

  /**
   * The bytes that a datagram with so many bytes of payload takes up in a receive queue.
   *
   * @throws KernelException where the loopback interface has no such address, or no room
   */
  long of(int length, boolean isV6) {
    Kind kind = new Kind(length, isV6);
    Long cost = known.get(kind);
    if (cost == null) {
      cost = measure(kind);
      known.put(kind, cost);
    }
    return cost;
  }

  private long measure(Kind kind) {
    SocketName.Inet any =
        SocketName.Inet.of(InetAddress.ofLiteral(kind.isV6() ? "::1" : "127.0.0.1"), 0);
    try (KernelSocket sender = KernelSocket.openDatagram(any);
        KernelSocket receiver = KernelSocket.openDatagram(any);
        Arena arena = Arena.ofConfined()) {
      sender.bind(any);
      receiver.bind(any);
      SocketName.Inet from = (SocketName.Inet) sender.localName();
      SocketName.Inet to = (SocketName.Inet) receiver.localName();
      MemorySegment payload = arena.allocate(kind.length() + 1L);
      int sent = sender.sendTo(payload, kind.length(), EncodedName.of(to));
      SocketEntry queue = diag.udpReceiver(from, to);
      if (sent < 0 || queue == null) {
        throw new KernelException("send a datagram to oneself", Math.max(0, -sent));
      }
      return queue.receiveQueueBytes();
    }
  }
}
