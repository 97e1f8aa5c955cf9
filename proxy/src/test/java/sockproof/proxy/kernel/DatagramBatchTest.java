package sockproof.proxy.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is received in one batch and sent on from it keeps its order and its boundaries. */
class DatagramBatchTest {
  private static final int SOL_SOCKET = 1;
  private static final int SO_NO_CHECK = 11;

  private static final DatagramBatch BATCH = DatagramBatch.forUdp();

  @AutoClose private final KernelSocket in = bound("127.0.0.1");
  @AutoClose private final KernelSocket via = bound("127.0.0.1");
  @AutoClose private final KernelSocket out = bound("127.0.0.1");

  private static KernelSocket bound(String host) {
    SocketName any = SocketName.Inet.of(InetAddress.ofLiteral(host), 0);
    KernelSocket socket = KernelSocket.openDatagram(any);
    socket.bind(any);
    return socket;
  }

  @Test
  void datagramsOfOneSizeGoTogetherAndArriveApart() {
    List<Integer> sizes = Collections.nCopies(BATCH.capacity(), 100);
    receive(in, via, sizes);
    assertEquals(
        BATCH.capacity(), BATCH.send(via, 0, BATCH.capacity(), EncodedName.of(out.localName())));
    assertEquals(contents(sizes), arrived(out, BATCH.capacity()));
  }

  @Test
  void oneThatIsShorterEndsWhatGoesTogether() {
    receive(in, via, List.of(100, 100, 60, 60));
    EncodedName to = EncodedName.of(out.localName());
    assertEquals(3, BATCH.send(via, 0, 4, to));
    assertEquals(1, BATCH.send(via, 3, 4, to));
    assertEquals(contents(List.of(100, 100, 60, 60)), arrived(out, 4));
  }

  @Test
  void oneThatIsLongerOrEmptyGoesByItself() {
    List<Integer> sizes = List.of(5, 7, 0, 0, 7, 0);
    receive(in, via, sizes);
    assertEquals(6, BATCH.send(via, 0, 6, EncodedName.of(out.localName())));
    assertEquals(contents(sizes), arrived(out, 6));
  }

  @Test
  void emptyOnesAreNotJoined() {
    List<Integer> sizes = List.of(0, 0, 7);
    receive(in, via, sizes);
    assertEquals(3, BATCH.send(via, 0, 3, EncodedName.of(out.localName())));
    assertEquals(contents(sizes), arrived(out, 3));
  }

  @Test
  void noMoreGoTogetherThanFitAPacket() {
    List<Integer> sizes = List.of(30_000, 30_000, 30_000, 30_000);
    in.receiveBuffer(1 << 20);
    out.receiveBuffer(1 << 20);
    receive(in, via, sizes);
    EncodedName to = EncodedName.of(out.localName());
    assertEquals(2, BATCH.send(via, 0, 4, to));
    assertEquals(2, BATCH.send(via, 2, 4, to));
    assertEquals(contents(sizes), arrived(out, 4));
  }

  @Test
  void whatTheKernelDoesNotCutGoesOneByOneFromThenOn() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(Native.INT, 1);
      assertEquals(0, Libc.setsockopt(via.fd(), SOL_SOCKET, SO_NO_CHECK, one, 4));
    }
    List<Integer> sizes = List.of(100, 100, 60, 60);
    receive(in, via, sizes);
    assertEquals(4, BATCH.send(via, 0, 4, EncodedName.of(out.localName())));
    assertEquals(contents(sizes), arrived(out, 4));
    assertEquals(99, via.maxSegmentBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aReceiverSeesTheGenuineSource(String host) {
    try (KernelSocket first = bound(host);
        KernelSocket second = bound(host);
        KernelSocket third = bound(host)) {
      receive(first, second, List.of(40, 40));
      assertEquals(2, BATCH.send(second, 0, 2, EncodedName.of(third.localName())));
      assertEquals(contents(List.of(40, 40)), arrived(third, 2));
      assertEquals(second.localName(), BATCH.source(0));
    }
  }

  /** Fills the batch with datagrams that were sent one by one. */
  private static void receive(KernelSocket to, KernelSocket from, List<Integer> sizes) {
    EncodedName name = EncodedName.of(to.localName());
    try (Arena arena = Arena.ofConfined()) {
      for (int i = 0; i < sizes.size(); i++) {
        MemorySegment payload = arena.allocate(Math.max(1, sizes.get(i)));
        payload.fill((byte) i);
        assertEquals(sizes.get(i), from.sendTo(payload, sizes.get(i), name));
      }
    }
    assertEquals(sizes.size(), BATCH.receive(to));
  }

  private static List<String> contents(List<Integer> sizes) {
    List<String> contents = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      contents.add(sizes.get(i) + " x " + (sizes.get(i) == 0 ? "" : i));
    }
    return contents;
  }

  private static List<String> arrived(KernelSocket at, int count) {
    List<String> contents = new ArrayList<>();
    int received = BATCH.receive(at);
    assertEquals(count, received);
    for (int i = 0; i < received; i++) {
      byte[] bytes = BATCH.bytes(i).toArray();
      for (byte one : bytes) {
        assertTrue(one == bytes[0], "a datagram of two");
      }
      contents.add(bytes.length + " x " + (bytes.length == 0 ? "" : bytes[0]));
    }
    return contents;
  }
}
