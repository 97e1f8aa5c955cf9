package sockproof.harness.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What the stream workloads share. */
final class Sockets {
  private Sockets() {}

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Connects and tells the server what to do. */
  static SocketChannel connect(int port, byte mode) throws IOException {
    SocketChannel channel = SocketChannel.open(loopback(port));
    channel.socket().setTcpNoDelay(true);
    channel.write(ByteBuffer.wrap(new byte[] {mode}));
    return channel;
  }

  /** Reads until a buffer is full. */
  static void readFully(SocketChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the connection ended in the middle of a reply");
      }
    }
  }

  static double perSecond(long count, long elapsedNanos) {
    return count * 1e9 / elapsedNanos;
  }
}
