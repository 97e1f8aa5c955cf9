package sockproof.harness.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One stream as fast as it goes.
 *
 * @param toServer true from the client to the server, false the other way
 */
public record TcpBulk(boolean toServer) implements Workload {
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final double MEBIBYTE = 1 << 20;

  @Override
  public String name() {
    return toServer ? "tcp-bulk-up" : "tcp-bulk-down";
  }

  @Override
  public String title() {
    return toServer ? "TCP bulk, client to server" : "TCP bulk, server to client";
  }

  @Override
  public String unit() {
    return "MiB/s";
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
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    byte mode = toServer ? EchoServer.SINK : EchoServer.SOURCE;
    try (SocketChannel channel = Sockets.connect(port, mode)) {
      long start = System.nanoTime();
      long bytes =
          toServer
              ? send(channel, buffer, start, duration)
              : receive(channel, buffer, start, duration);
      return Sockets.perSecond(bytes, System.nanoTime() - start) / MEBIBYTE;
    }
  }

  /** Writes for so long, then waits until the server has counted all of it. */
  private static long send(SocketChannel channel, ByteBuffer buffer, long start, Duration duration)
      throws IOException {
    long bytes = 0;
    while (System.nanoTime() - start < duration.toNanos()) {
      bytes += channel.write(buffer.clear());
    }
    ByteBuffer last = ByteBuffer.wrap(new byte[] {EchoServer.LAST});
    bytes += channel.write(last);
    ByteBuffer counted = ByteBuffer.allocate(Long.BYTES);
    Sockets.readFully(channel, counted);
    long arrived = counted.flip().getLong();
    if (arrived != bytes) {
      throw new IOException("of " + bytes + " bytes " + arrived + " arrived");
    }
    return bytes;
  }

  private static long receive(
      SocketChannel channel, ByteBuffer buffer, long start, Duration duration) throws IOException {
    long bytes = 0;
    while (System.nanoTime() - start < duration.toNanos()) {
      int read = channel.read(buffer.clear());
      if (read < 0) {
        throw new EOFException("the stream ended");
      }
      bytes += read;
    }
    return bytes;
  }
}
