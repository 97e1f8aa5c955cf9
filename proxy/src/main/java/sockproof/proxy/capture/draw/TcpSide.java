package sockproof.proxy.capture.draw;

import static sockproof.proxy.packet.TcpPackets.ACK;
import static sockproof.proxy.packet.TcpPackets.FIN;
import static sockproof.proxy.packet.TcpPackets.MAX_PAYLOAD_BYTES;
import static sockproof.proxy.packet.TcpPackets.PSH;
import static sockproof.proxy.packet.TcpPackets.RST;
import static sockproof.proxy.packet.TcpPackets.SYN;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.packet.IpFlow;
import sockproof.proxy.packet.TcpPackets;

/**
 * One side of a stream connection as a TCP connection that lost nothing: every byte once, in order.
 * Data is acknowledged by the next segment the other way, by an ACK of its own when the receiver is
 * known to have read it, and at the latest after so many bytes.
 */
final class TcpSide {
  /** Who sends. */
  enum End {
    PEER,
    RELAY;

    End other() {
      return this == PEER ? RELAY : PEER;
    }
  }

  private static final int MAX_WINDOW = 0xffff;
  private static final int MAX_UNACKNOWLEDGED_BYTES = 1 << 20;

  /** Maximum segment size 65,495; no operation; window scale 14 (RFC 7323), the greatest. */
  private static final Bytes SYN_OPTIONS =
      Bytes.of(
          ByteBuffer.allocate(8)
              .put((byte) 2)
              .put((byte) 4)
              .putShort((short) MAX_PAYLOAD_BYTES)
              .put((byte) 1)
              .put((byte) 3)
              .put((byte) 3)
              .put((byte) 14)
              .array());

  /** What one end has sent. */
  private static final class Half {
    private int next;
    private int unacknowledgedBytes;
    private boolean ended;
  }

  private final Film film;
  private final int interfaceId;
  private final IpFlow fromPeer;
  private final Half peer = new Half();
  private final Half relay = new Half();
  private boolean reset;

  /**
   * A connection that begins with its handshake.
   *
   * @param fromPeer from the client or server to the relay
   * @param opener who sent the SYN
   * @param number tells it from later ones between the same ports
   */
  TcpSide(Film film, int interfaceId, IpFlow fromPeer, End opener, int number, long epochNanos) {
    this.film = film;
    this.interfaceId = interfaceId;
    this.fromPeer = fromPeer;
    peer.next = initialSequence(number);
    relay.next = initialSequence(~number);
    draw(opener, SYN, epochNanos, List.of());
    draw(opener.other(), SYN | ACK, epochNanos, List.of());
    draw(opener, ACK, epochNanos, List.of());
  }

  /** Far from those of the numbers around it. */
  private static int initialSequence(int number) {
    return number * 0x9e3779b1;
  }

  /** True when neither end sends anything any more. */
  boolean isOver() {
    return reset || (peer.ended && relay.ended);
  }

  /**
   * Bytes, in as many segments as it takes; the comments are on the first.
   *
   * @param lot by which the first can be found again, if need be
   */
  void data(
      End from, Bytes bytes, long epochNanos, List<String> comments, Frame.@Nullable Lot lot) {
    if (reset || half(from).ended) {
      return;
    }
    for (int at = 0; at < bytes.length(); at += MAX_PAYLOAD_BYTES) {
      int end = Math.min(at + MAX_PAYLOAD_BYTES, bytes.length());
      int flags = end == bytes.length() ? ACK | PSH : ACK;
      boolean first = at == 0;
      Bytes payload = bytes.slice(at, end);
      draw(from, flags, payload, epochNanos, first ? comments : List.of(), first ? lot : null);
    }
    if (half(from).unacknowledgedBytes > MAX_UNACKNOWLEDGED_BYTES) {
      acknowledge(from.other(), epochNanos, List.of());
    }
  }

  /** The end has all that the other one sent; drawn only where that is news. */
  void acknowledge(End from, long epochNanos, List<String> comments) {
    if (!reset && half(from.other()).unacknowledgedBytes > 0) {
      draw(from, ACK, epochNanos, comments);
    }
  }

  /** The end sends nothing any more. */
  void finish(End from, long epochNanos, List<String> comments) {
    if (!reset && !half(from).ended) {
      draw(from, FIN | ACK, epochNanos, comments);
      half(from).ended = true;
      draw(from.other(), ACK, epochNanos, List.of());
    }
  }

  /** The end breaks the connection off. */
  void reset(End from, long epochNanos, List<String> comments) {
    if (!isOver()) {
      draw(from, RST | ACK, epochNanos, comments);
      reset = true;
    }
  }

  /** Bytes of an end are not drawn. */
  void skip(End from, long bytes) {
    half(from).next += (int) bytes;
  }

  private Half half(End end) {
    return end == End.PEER ? peer : relay;
  }

  private void draw(End from, int flags, long epochNanos, List<String> comments) {
    draw(from, flags, Bytes.empty(), epochNanos, comments, null);
  }

  private void draw(
      End from,
      int flags,
      Bytes payload,
      long epochNanos,
      List<String> comments,
      Frame.@Nullable Lot lot) {
    Half sender = half(from);
    Half receiver = half(from.other());
    boolean acknowledges = (flags & ACK) != 0;
    TcpPackets.Header header =
        new TcpPackets.Header(
            sender.next,
            acknowledges ? receiver.next : 0,
            flags,
            (flags & RST) != 0 ? 0 : MAX_WINDOW,
            (flags & SYN) != 0 ? SYN_OPTIONS : Bytes.empty());
    IpFlow flow = from == End.PEER ? fromPeer : fromPeer.reversed();
    Bytes packet = TcpPackets.segment(flow, header, payload, film.nextId());
    sender.next += payload.length() + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
    sender.unacknowledgedBytes += payload.length();
    if (acknowledges) {
      receiver.unacknowledgedBytes = 0;
    }
    film.add(new Frame(interfaceId, epochNanos, from == End.RELAY, packet, comments, lot));
  }
}
