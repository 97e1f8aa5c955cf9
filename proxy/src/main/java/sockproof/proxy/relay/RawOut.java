package sockproof.proxy.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.RawSocket;
import sockproof.proxy.packet.IpFlow;
import sockproof.proxy.packet.PortUnreachable;
import sockproof.proxy.packet.Targets;
import sockproof.proxy.packet.UdpPackets;

/**
 * The raw sockets of one relay: they send what ordinary sockets cannot, which is datagrams from any
 * source, IP fragments and ICMP errors. They take nothing in.
 */
final class RawOut implements AutoCloseable {
  private static final int ID_MASK = 0xffff;

  /** Identifications of packets: of all relays, since a receiver joins fragments by them. */
  private static final AtomicInteger LAST_ID =
      new AtomicInteger((int) ProcessHandle.current().pid());

  private final Targets targets;
  private @Nullable RawSocket v4;
  private @Nullable RawSocket v6;

  RawOut(Targets targets) {
    this.targets = targets;
  }

  /** True if this process may open raw sockets. */
  static boolean isPermitted() {
    try {
      RawSocket.open(false, Targets.LOOPBACK).close();
      return true;
    } catch (KernelException e) {
      return false; // EPERM as a rule; whatever it is, there are no raw sockets.
    }
  }

  /**
   * Opens the socket for a family now, so that nothing is found missing later.
   *
   * @throws RelayException with one sentence
   */
  RawSocket socket(boolean isV6) {
    RawSocket known = isV6 ? v6 : v4;
    if (known != null) {
      return known;
    }
    RawSocket opened;
    try {
      opened = RawSocket.open(isV6, targets);
    } catch (KernelException e) {
      throw new RelayException(
          "Cannot open a raw socket for "
              + (isV6 ? "IPv6" : "IPv4")
              + ": "
              + Errno.describe(e.errno())
              + ".",
          e);
    }
    if (isV6) {
      v6 = opened;
    } else {
      v4 = opened;
    }
    return opened;
  }

  /**
   * Sends a datagram, whole or as its fragments.
   *
   * @return not negative when all of it was sent, else the negated errno of what was not
   */
  int send(IpFlow flow, Datagram datagram) {
    int id = nextId();
    List<Bytes> packets = new ArrayList<>();
    if (datagram.fragments().isEmpty()) {
      packets.add(UdpPackets.whole(flow, datagram.payload(), id));
    } else {
      packets.addAll(UdpPackets.fragments(flow, datagram.payload(), datagram.fragments(), id));
    }
    RawSocket socket = socket(flow.isV6());
    int result = 0;
    for (Bytes packet : packets) {
      result = Math.min(result, socket.send(packet));
    }
    return result;
  }

  /**
   * Answers a datagram as a host does on which nobody has the port.
   *
   * @param flow that of the datagram
   * @return not negative when it was sent, else a negated errno
   */
  int sendUnreachable(IpFlow flow, Bytes payload) {
    return socket(flow.isV6()).send(PortUnreachable.answer(flow, payload, nextId()));
  }

  /** From 1: the kernel takes 0 for "none" and puts in its own, another one for each fragment. */
  private static int nextId() {
    return LAST_ID.updateAndGet(id -> Math.max(1, (id + 1) & ID_MASK));
  }

  @Override
  public void close() {
    if (v4 != null) {
      v4.close();
      v4 = null;
    }
    if (v6 != null) {
      v6.close();
      v6 = null;
    }
  }
}
