package sockproof.proxy.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/** Datagram sockets of every kind. */
final class Datagrams {
  private static final DatagramBatch BATCH = DatagramBatch.forUnix();

  /** One datagram and whom it came from. */
  record Received(Bytes payload, SocketName source) {}

  private Datagrams() {}

  static KernelSocket bind(SocketName name) {
    KernelSocket socket = KernelSocket.openDatagram(name);
    socket.bind(name);
    return socket;
  }

  static int send(KernelSocket from, Bytes payload, SocketName to) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment copy = arena.allocate(payload.length() + 1L);
      copy.asSlice(0, payload.length()).copyFrom(MemorySegment.ofArray(payload.toArray()));
      return from.sendTo(copy, payload.length(), EncodedName.of(to));
    }
  }

  static Received receive(KernelSocket socket) {
    List<Received> all = new ArrayList<>();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (all.isEmpty() && BATCH.receiveOne(socket) > 0) {
                all.add(new Received(BATCH.bytes(0), BATCH.source(0)));
              }
              return !all.isEmpty();
            });
    return all.getFirst();
  }
}
