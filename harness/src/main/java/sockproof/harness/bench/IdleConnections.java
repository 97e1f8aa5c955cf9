package sockproof.harness.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sockproof.harness.bench.load.EchoServer;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.harness.bench.peer.Peer;
import sockproof.harness.bench.peer.PeerLauncher;
import sockproof.harness.bench.peer.RunningPeer;
import sockproof.harness.bench.peer.SessionUsage;

/** What a relay uses while many connections are open and silent, and after half-closes. */
public final class IdleConnections {
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final double MEBIBYTE = 1 << 20;

  /**
   * What was seen.
   *
   * @param connections how many were open
   * @param residentMiB memory with all of them open, in MiB
   * @param cpuPercent CPU while they were silent, in percent of one core
   * @param halfClosedMiB memory after the server half-closed every one, in MiB
   * @param halfClosedCpuPercent CPU then
   */
  public record Usage(
      int connections,
      double residentMiB,
      double cpuPercent,
      double halfClosedMiB,
      double halfClosedCpuPercent) {}

  private final PeerLauncher launcher;
  private final Duration watch;
  private final Consumer<String> progress;

  /**
   * A measurement.
   *
   * @param watch for how long CPU time is watched
   */
  public IdleConnections(PeerLauncher launcher, Duration watch, Consumer<String> progress) {
    this.launcher = launcher;
    this.watch = watch;
    this.progress = progress;
  }

  /** Measures one relay. */
  public Usage measure(Peer peer, int connections) throws IOException, InterruptedException {
    List<SocketChannel> open = new ArrayList<>();
    try (EchoServer server = new EchoServer();
        RunningPeer relay = peer.start(Setup.TCP, server.port(), launcher)) {
      progress.accept("%s: opening %,d connections".formatted(peer.name(), connections));
      for (int i = 0; i < connections; i++) {
        SocketChannel channel =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), relay.port()));
        open.add(channel);
        channel.write(ByteBuffer.wrap(new byte[] {EchoServer.IDLE}));
      }
      server.awaitIdle(connections);
      progress.accept("%s: %,d connections are silent".formatted(peer.name(), connections));
      double cpuPercent = cpuPercent(relay);
      double residentMiB = relay.usage().residentBytes() / MEBIBYTE;
      server.halfCloseIdle();
      awaitEnd(open);
      progress.accept("%s: %,d connections are half-closed".formatted(peer.name(), connections));
      double halfClosedCpuPercent = cpuPercent(relay);
      double halfClosedMiB = relay.usage().residentBytes() / MEBIBYTE;
      return new Usage(connections, residentMiB, cpuPercent, halfClosedMiB, halfClosedCpuPercent);
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  /** Waits until the FIN has come through on every connection. */
  private static void awaitEnd(List<SocketChannel> open) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1);
    for (SocketChannel channel : open) {
      if (channel.read(buffer.clear()) >= 0) {
        throw new IOException("an idle connection brought a byte");
      }
    }
  }

  private static void pass(RunningPeer relay, Duration time)
      throws IOException, InterruptedException {
    if (relay.process().awaitEnd(time)) {
      throw new IOException("the relay ended");
    }
  }

  private double cpuPercent(RunningPeer relay) throws IOException, InterruptedException {
    pass(relay, SETTLE);
    SessionUsage before = relay.usage();
    long start = System.nanoTime();
    pass(relay, watch);
    long elapsedMillis = (System.nanoTime() - start) / 1_000_000;
    return 100.0 * (relay.usage().cpuMillis() - before.cpuMillis()) / elapsedMillis;
  }
}
