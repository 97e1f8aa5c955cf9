package sockproof.proxy.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.packet.IpFlow;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;

/**
 * Sends one receiver what does not leave the ordinary way: datagrams from another source, IP
 * fragments and ICMP errors. What cannot be sent is recorded and dropped.
 */
final class ForgedOut {
  private final RelayContext context;
  private final int number;
  private final Direction direction;
  private final SourcePool sources;
  private final RawOut raw;
  private final SocketName receiver;
  private final EncodedName encodedReceiver;
  private final DatagramOut out;
  private final @Nullable DatagramNotes notes;

  /**
   * A way out.
   *
   * @param number of the session, for the record
   * @param sources the addresses that the receiver may see, the genuine one among them
   * @param raw the relay's raw sockets
   * @param out sends through ordinary sockets
   * @param notes notes what becomes of them; null for nobody who wants to know
   */
  ForgedOut(
      RelayContext context,
      int number,
      Direction direction,
      SourcePool sources,
      RawOut raw,
      SocketName receiver,
      DatagramOut out,
      @Nullable DatagramNotes notes) {
    this.context = context;
    this.number = number;
    this.direction = direction;
    this.sources = sources;
    this.raw = raw;
    this.receiver = receiver;
    this.encodedReceiver = EncodedName.of(receiver);
    this.out = out;
    this.notes = notes;
  }

  /** Sends what a fault made: only to targets. */
  void send(Datagram datagram) {
    attempt(
        datagram.payload(),
        () -> {
          checkTarget();
          SourcePool.Origin origin = sources.originOf(datagram.source());
          KernelSocket socket = origin.socket();
          context
              .trace()
              .told(new TraceDetail.Departure(number, origin.name(), datagram.fragments()));
          if (socket == null || !datagram.fragments().isEmpty()) {
            int result = raw.send(flowFrom(origin.name()), datagram);
            return result < 0 ? result : noted(origin.name(), datagram.payload());
          }
          out.send(socket, datagram.payload(), encodedReceiver);
          return noted(origin.name(), datagram.payload());
        });
  }

  /** Passes on what somebody else than the genuine peer has really sent. */
  void passOn(Datagram.Source source, Bytes payload) {
    attempt(
        payload,
        () -> {
          KernelSocket socket = sources.originOf(source).socket();
          if (socket == null) {
            return -Errno.EADDRNOTAVAIL.number();
          }
          context.trace().told(new TraceDetail.Departure(number, socket.localName(), List.of()));
          out.send(socket, payload, encodedReceiver);
          return noted(socket.localName(), payload);
        });
  }

  private int noted(SocketName source, Bytes payload) {
    if (notes != null) {
      notes.sentFrom(source, payload.length());
    }
    return 0;
  }

  /** Tells the receiver that nobody listens where it sent a datagram. */
  void refuse(Bytes payload) {
    attempt(
        payload,
        () -> {
          checkTarget();
          return raw.sendUnreachable(flowFrom(sources.genuine()).reversed(), payload);
        });
  }

  private interface Attempt {
    /** Gives a negated errno for what went wrong. */
    int run();
  }

  private void attempt(Bytes payload, Attempt attempt) {
    try {
      int result = attempt.run();
      if (result < 0) {
        error(payload, "not sent: " + Errno.describe(-result));
      }
    } catch (RelayException | KernelException e) {
      error(payload, String.valueOf(e.getMessage()));
    }
  }

  private void error(Bytes payload, String why) {
    context.trace().told(new TraceDetail.NotSent(number, direction, payload));
    context.record(TraceEvent.Kind.ERROR, number, direction, payload, why);
  }

  private void checkTarget() {
    if (receiver instanceof SocketName.Inet to) {
      ForgedSources.checkTarget(to, context.config().targets());
    }
  }

  private IpFlow flowFrom(SocketName source) {
    if (!(source instanceof SocketName.Inet from) || !(receiver instanceof SocketName.Inet inet)) {
      throw new IllegalStateException("raw sockets are for IP");
    }
    SocketName.Inet to = inet.unmapped();
    SocketName.Inet concrete =
        from.host().isAnyLocalAddress() ? Addresses.sourceTowards(to, from.port()) : from;
    ForgedSources.checkFamily(concrete, to);
    SocketName.Inet plain = concrete.unmapped();
    return new IpFlow(plain.address(), plain.port(), to.address(), to.port());
  }
}
