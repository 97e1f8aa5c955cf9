package sockproof.proxy.capture.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;
import sockproof.proxy.trace.Wire;

/** What a relay tells, and the packets that are drawn of it. */
class DrawerTest {
  private static final Direction UP = Direction.TO_SERVER;
  private static final Direction DOWN = Direction.TO_CLIENT;

  private final List<Bytes> blocks = new ArrayList<>();
  private final Film film = new Film("test", blocks::add);
  private final Drawer drawer = new Drawer("relay", film);
  private long nanos;

  private void wire(boolean stream, Wire.Side side) {
    boolean client = side == Wire.Side.CLIENT;
    SocketName local = inet(127, 0, 0, 1, client ? 3001 : 40_001);
    SocketName peer = client ? inet(127, 0, 0, 1, 40_000) : inet(127, 0, 0, 2, 3000);
    drawer.told(new Wire(1, stream, side, local, peer, nanos, 1_000_000_000));
  }

  private void open(boolean stream) {
    wire(stream, Wire.Side.CLIENT);
    wire(stream, Wire.Side.SERVER);
  }

  private static SocketName.Inet inet(int a, int b, int c, int d, int port) {
    return new SocketName.Inet(
        Bytes.of(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}), port, 0);
  }

  private void tell(Direction direction, Kind kind, Bytes bytes, String... by) {
    nanos++;
    List<String> names = List.of(by);
    drawer.record(
        new TraceEvent(
            0, nanos, 1, direction, kind, bytes, String.join(", ", names), names, nanos));
  }

  private void tell(Direction direction, Kind kind) {
    tell(direction, kind, Bytes.empty());
  }

  private List<String> packets() {
    film.finish();
    return Blocks.packets(blocks);
  }

  @Test
  void aConnectionFromItsHandshakeToItsEnd() {
    open(true);
    Bytes request = Bytes.utf8("hello");
    tell(UP, Kind.RECEIVED, request);
    tell(UP, Kind.DELIVERED, request.slice(0, 2), "fragment");
    tell(UP, Kind.READ_BY_PEER);
    tell(UP, Kind.DELIVERED, request.slice(2, 5), "fragment");
    tell(DOWN, Kind.RECEIVED, Bytes.utf8("HI"));
    tell(DOWN, Kind.DELIVERED, Bytes.utf8("HI"));
    tell(DOWN, Kind.FIN_RECEIVED);
    tell(DOWN, Kind.FIN_DELIVERED);
    tell(UP, Kind.FIN_RECEIVED);
    tell(UP, Kind.FIN_DELIVERED);
    drawer.told(new TraceDetail.Unwired(1, false, nanos));
    assertEquals(
        """
        0 in  40000>3001 S    seq 0 ack - len 0
        0 out 3001>40000 SA   seq 0 ack 1 len 0
        0 in  40000>3001 A    seq 1 ack 1 len 0
        1 out 40001>3000 S    seq 0 ack - len 0
        1 in  3000>40001 SA   seq 0 ack 1 len 0
        1 out 40001>3000 A    seq 1 ack 1 len 0
        0 in  40000>3001 PA   seq 1 ack 1 len 5
        1 out 40001>3000 PA   seq 1 ack 1 len 2 [fault: fragment]
        1 in  3000>40001 A    seq 1 ack 3 len 0 [read by the receiver: ]
        1 out 40001>3000 PA   seq 3 ack 1 len 3 [fault: fragment]
        1 in  3000>40001 PA   seq 1 ack 6 len 2
        0 out 3001>40000 PA   seq 1 ack 6 len 2
        1 in  3000>40001 FA   seq 3 ack 6 len 0
        1 out 40001>3000 A    seq 6 ack 4 len 0
        0 out 3001>40000 FA   seq 3 ack 6 len 0
        0 in  40000>3001 A    seq 6 ack 4 len 0
        0 in  40000>3001 FA   seq 6 ack 4 len 0
        0 out 3001>40000 A    seq 4 ack 7 len 0
        1 out 40001>3000 FA   seq 6 ack 4 len 0
        1 in  3000>40001 A    seq 4 ack 7 len 0
        """,
        String.join("\n", packets()) + "\n");
  }

  @Test
  void whatIsLongerThanAPacketIsSeveral() {
    open(true);
    tell(UP, Kind.RECEIVED, Bytes.of(new byte[65_496]));
    tell(DOWN, Kind.RECEIVED, Bytes.of(new byte[1]));
    assertEquals(
        List.of(
            "0 in  40000>3001 A    seq 1 ack 1 len 65495",
            "0 in  40000>3001 PA   seq 65496 ack 1 len 1",
            "1 in  3000>40001 PA   seq 1 ack 1 len 1"),
        packets().subList(6, 9));
  }

  @Test
  void aMebibyteIsAcknowledgedWithoutARead() {
    open(true);
    tell(UP, Kind.RECEIVED, Bytes.of(new byte[(1 << 20) + 1]));
    assertEquals("0 out 3001>40000 A    seq 1 ack 1048578 len 0", packets().getLast());
  }

  @Test
  void closingWithResetIsOneOnEachSideThatIsNotOver() {
    open(true);
    tell(UP, Kind.RESET_RECEIVED);
    drawer.told(new TraceDetail.Unwired(1, true, nanos));
    assertEquals(
        List.of(
            "0 in  40000>3001 RA   seq 1 ack 1 len 0", "1 out 40001>3000 RA   seq 1 ack 1 len 0"),
        packets().subList(6, 8));
  }

  @Test
  void whatIsMissingIsAHoleAndSaid() {
    open(true);
    drawer.lost(new Gap(1, UP, true, 1000, 2));
    tell(UP, Kind.RECEIVED, Bytes.utf8("x"));
    List<String> packets = packets();
    assertEquals(
        "0 in  40000>3001 PA   seq 1001 ack 1 len 1 [2 packets from the sender (1000 bytes) are left"
            + " out before this one: writing could not keep up]",
        packets.getLast());
    assertEquals(List.of("0: 6 seen, 2 left out", "1: 3 seen, 0 left out"), Blocks.counts(blocks));
  }

  @Test
  void aCopyThatIsNotSentDoesNotTakeTheFirstAlong() {
    open(false);
    Bytes payload = Bytes.utf8("abc");
    tell(UP, Kind.RECEIVED, payload);
    tell(UP, Kind.DELIVERED, payload);
    tell(UP, Kind.DELIVERED, payload, "duplicate");
    drawer.told(new TraceDetail.NotSent(1, UP, payload));
    assertEquals(List.of("0 in  40000>3001 udp 3", "1 out 40001>3000 udp 3"), packets());
  }

  @Test
  void aForgedDatagramIsDrawnWhenItIsKnownFromWhere() {
    open(false);
    Bytes payload = Bytes.utf8("abc");
    tell(DOWN, Kind.FORGED, payload, "spoof");
    tell(DOWN, Kind.FORGED, payload, "spoof");
    drawer.told(new TraceDetail.Departure(1, inet(127, 0, 0, 1, 9), List.of()));
    assertEquals(List.of("0 out 9>40000 udp 3 [fault: spoof]"), packets());
  }

  @Test
  void aDatagramThatIsThrownAwayLateIsToldOnTheNextPacket() {
    open(false);
    Bytes payload = Bytes.utf8("abc");
    tell(UP, Kind.RECEIVED, payload);
    film.advance(Film.OPEN_NANOS);
    assertTrue(film.isIdle());
    tell(UP, Kind.DISCARDED, payload, "drop");
    tell(UP, Kind.RECEIVED, Bytes.utf8("d"));
    assertEquals(
        List.of(
            "0 in  40000>3001 udp 3", "0 in  40000>3001 udp 1 [fault: drop (3 bytes thrown away)]"),
        packets());
  }

  @Test
  void packetsAreInTheOrderOfTime() {
    open(false);
    nanos = 100;
    tell(UP, Kind.RECEIVED, Bytes.utf8("late"));
    nanos = 50; // of another thread
    tell(DOWN, Kind.RECEIVED, Bytes.utf8("soon"));
    tell(DOWN, Kind.DELIVERED, Bytes.utf8("abc"));
    assertEquals(List.of(1_000_000_051L, 1_000_000_052L, 1_000_000_101L), timesAfterEnd());
  }

  private List<Long> timesAfterEnd() {
    film.finish();
    return Blocks.times(blocks);
  }
}
