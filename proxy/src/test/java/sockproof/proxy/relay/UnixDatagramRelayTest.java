package sockproof.proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.Errno;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.trace.TraceEvent;

@Timeout(60)
class UnixDatagramRelayTest {
  private static final DatagramBatch BATCH = DatagramBatch.forUnix();

  /** One datagram and whom it came from. */
  private record Received(Bytes payload, SocketName source) {}

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void datagramsPassInBothDirections(RelayConfig.Recorded recorded) throws Exception {
    try (KernelSocket server = bind("server");
        Relay relay = start(recorded);
        KernelSocket client = bind("client")) {
      for (int size : new int[] {0, 1, 9000, 65_507, 150_000}) {
        Bytes payload = Bytes.of(new byte[size]);
        assertEquals(size, send(client, payload, name("relay")));
        Received request = receive(server);
        assertEquals(payload, request.payload());
        assertEquals(size, send(server, payload, request.source()));
        assertEquals(new Received(payload, name("relay")), receive(client));
      }
      assertEquals(List.of(), relay.history().events(TraceEvent.Kind.ERROR));
    }
    assertEquals(List.of("client", "server"), filesIn(directory), "the relay's files are gone");
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsSlowLosesNothing(RelayConfig.Recorded recorded) {
    int count = 500;
    try (KernelSocket server = bind("server");
        Relay relay = start(recorded);
        KernelSocket client = bind("client")) {
      List<String> expected = new ArrayList<>();
      List<String> got = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Bytes payload = Bytes.utf8("datagram " + i);
        expected.add(payload.toString());
        while (Errno.EAGAIN.is(send(client, payload, name("relay")))) {
          got.add(receive(server).payload().toString());
        }
      }
      while (got.size() < count) {
        got.add(receive(server).payload().toString());
      }
      assertEquals(expected, got);
      assertTrue(relay.connections() == 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReplyFromAnotherSocketIsPassedOnFromAnotherPath(RelayConfig.Recorded recorded) {
    try (KernelSocket server = bind("server");
        KernelSocket stranger = bind("stranger");
        Relay relay = start(recorded);
        KernelSocket client = bind("client")) {
      send(client, Bytes.utf8("request"), name("relay"));
      SocketName session = receive(server).source();
      send(stranger, Bytes.utf8("stray"), session);
      Received stray = receive(client);
      assertEquals(Bytes.utf8("stray"), stray.payload());
      assertNotEquals(name("relay"), stray.source());
      send(server, Bytes.utf8("genuine"), session);
      assertEquals(name("relay"), receive(client).source());
      assertTrue(relay.history().toString().contains("instead of"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientWithoutANameCanSendAndItsReplyIsRecorded(RelayConfig.Recorded recorded) {
    try (KernelSocket server = bind("server");
        Relay relay = start(recorded);
        KernelSocket client = KernelSocket.openDatagram(name("client"))) {
      send(client, Bytes.utf8("request"), name("relay"));
      send(server, Bytes.utf8("reply"), receive(server).source());
      Awaitility.await()
          .until(() -> relay.history().toString().contains("has no name to reply to"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsNotThereIsRecordedAndMayComeLater(RelayConfig.Recorded recorded) {
    try (Relay relay = start(recorded);
        KernelSocket client = bind("client")) {
      send(client, Bytes.utf8("lost"), name("relay"));
      Awaitility.await().until(() -> relay.history().toString().contains("no such file"));
      try (KernelSocket server = bind("server")) {
        send(client, Bytes.utf8("found"), name("relay"));
        assertEquals(Bytes.utf8("found"), receive(server).payload());
      }
    }
  }

  @Test
  void abstractNamesWorkToo() {
    String name = "@sockproof-test-" + ProcessHandle.current().pid();
    SocketName.Unix server = SocketName.Unix.of(name + "-server");
    try (KernelSocket socket = KernelSocket.openDatagram(server);
        KernelSocket client = bind("client");
        Relay relay =
            Relay.start(
                RelayConfig.between(
                    new Endpoint.UnixDatagram(Path.of(name)),
                    new Endpoint.UnixDatagram(Path.of(server.toString()))))) {
      socket.bind(server);
      send(client, Bytes.utf8("request"), SocketName.Unix.of(name));
      Received request = receive(socket);
      assertEquals(Bytes.utf8("request"), request.payload());
      send(socket, Bytes.utf8("reply"), request.source());
      assertEquals(new Received(Bytes.utf8("reply"), SocketName.Unix.of(name)), receive(client));
      assertEquals(1, relay.connections());
    }
  }

  private Relay start(RelayConfig.Recorded recorded) {
    return Relay.start(
        RelayConfig.between(
                new Endpoint.UnixDatagram(directory.resolve("relay")),
                new Endpoint.UnixDatagram(directory.resolve("server")))
            .withRecorded(recorded));
  }

  private SocketName.Unix name(String file) {
    return SocketName.Unix.of(directory.resolve(file).toString());
  }

  private KernelSocket bind(String file) {
    KernelSocket socket = KernelSocket.openDatagram(name(file));
    socket.bind(name(file));
    return socket;
  }

  static int send(KernelSocket from, Bytes payload, SocketName to) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(payload.length() + 1L);
      copy.asSlice(0, payload.length()).copyFrom(MemorySegment.ofArray(payload.toArray()));
      return from.sendTo(copy, payload.length(), EncodedName.of(to));
    }
  }

  private static Received receive(KernelSocket socket) {
    List<Received> all = new ArrayList<>();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (all.isEmpty()) {
                all.addAll(receiveNow(socket));
              }
              return !all.isEmpty();
            });
    return all.getFirst();
  }

  private static List<Received> receiveNow(KernelSocket socket) {
    int count = BATCH.receiveOne(socket);
    return count < 1 ? List.of() : List.of(new Received(BATCH.bytes(0), BATCH.source(0)));
  }

  private static List<String> filesIn(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
