package sockproof.harness.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Connections that are opened, carry one request and its reply, and are closed, eight at a time.
 */
public final class TcpConnections implements Workload {
  private static final int AT_ONCE = 8;
  private static final int REPLY_BYTES = 64;
  private static final long SILENCE_MILLIS = 5_000;

  private final ByteBuffer request = ByteBuffer.allocateDirect(1 + REPLY_BYTES);
  private final ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES);

  /** The workload. */
  public TcpConnections() {
    request.put(0, EchoServer.ECHO);
  }

  @Override
  public String name() {
    return "tcp-connections";
  }

  @Override
  public String title() {
    return "TCP connections, each with one request";
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
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < AT_ONCE; i++) {
        open(selector, port);
      }
      long[] count = {0};
      long start = System.nanoTime();
      long end = start + duration.toNanos();
      while (System.nanoTime() < end) {
        int ready = selector.select(key -> count[0] += turn(selector, key, port), SILENCE_MILLIS);
        if (ready == 0) {
          throw new IOException("no connection made progress for " + SILENCE_MILLIS + " ms");
        }
      }
      double rate = Sockets.perSecond(count[0], System.nanoTime() - start);
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      return rate;
    }
  }

  private static void open(Selector selector, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, new int[] {REPLY_BYTES});
    channel.connect(Sockets.loopback(port));
  }

  private int turn(Selector selector, SelectionKey key, int port) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        channel.write(request.clear());
        key.interestOps(SelectionKey.OP_READ);
        return 0;
      }
      int[] missing = (int[]) key.attachment();
      int read = channel.read(reply.clear());
      if (read < 0) {
        throw new EOFException("a connection ended before its reply");
      }
      missing[0] -= read;
      if (missing[0] > 0) {
        return 0;
      }
      channel.close();
      open(selector, port);
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
