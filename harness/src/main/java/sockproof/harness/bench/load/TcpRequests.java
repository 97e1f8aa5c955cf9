package sockproof.harness.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of 64 bytes and replies of the same, one at a time on each of so many connections.
 *
 * @param connections how many connections ask at once
 */
public record TcpRequests(int connections) implements Workload {
  private static final int MESSAGE_BYTES = 64;
  private static final long SILENCE_MILLIS = 5_000;

  @Override
  public String name() {
    return "tcp-requests-" + connections;
  }

  @Override
  public String title() {
    return "TCP request/response, "
        + connections
        + (connections == 1 ? " connection" : " connections");
  }

  @Override
  public String unit() {
    return "1/s";
  }

  @Override
  public boolean moreIsBetter() {
    return true;
  }

  @Override
  public Setup setup() {
    return Setup.TCP;
  }

  @Override
  public double measure(int port, Duration duration) throws IOException {
    return connections == 1 ? one(port, duration) : many(port, duration);
  }

  private static double one(int port, Duration duration) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    try (SocketChannel channel = Sockets.connect(port, EchoServer.ECHO)) {
      long start = System.nanoTime();
      long end = start + duration.toNanos();
      long count = 0;
      long now = start;
      while (now < end) {
        channel.write(buffer.clear());
        Sockets.readFully(channel, buffer.clear());
        count++;
        now = System.nanoTime();
      }
      return Sockets.perSecond(count, now - start);
    }
  }

  /** The bytes of a reply that are still to come on a connection. */
  private static final class Missing {
    int bytes = MESSAGE_BYTES;
  }

  private double many(int port, Duration duration) throws IOException {
    List<SocketChannel> channels = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel = Sockets.connect(port, EchoServer.ECHO);
        channels.add(channel);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Missing());
      }
      return exchange(selector, channels, duration);
    } finally {
      for (SocketChannel channel : channels) {
        channel.close();
      }
    }
  }

  private static double exchange(Selector selector, List<SocketChannel> channels, Duration duration)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    long[] count = {0};
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    for (SocketChannel channel : channels) {
      channel.write(buffer.clear());
    }
    while (System.nanoTime() < end) {
      int ready = selector.select(key -> count[0] += answered(key, buffer), SILENCE_MILLIS);
      if (ready == 0) {
        throw new IOException("no reply came for " + SILENCE_MILLIS + " ms");
      }
    }
    return Sockets.perSecond(count[0], System.nanoTime() - start);
  }

  private static int answered(SelectionKey key, ByteBuffer buffer) {
    SocketChannel channel = (SocketChannel) key.channel();
    Missing missing = (Missing) key.attachment();
    try {
      int read = channel.read(buffer.clear());
      if (read < 0) {
        throw new EOFException("the connection ended in the middle of a reply");
      }
      missing.bytes -= read;
      if (missing.bytes > 0) {
        return 0;
      }
      missing.bytes = MESSAGE_BYTES;
      channel.write(buffer.clear());
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
