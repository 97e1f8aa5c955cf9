package sockproof.harness.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/** Sends every datagram back to where it came from, on one thread. */
public final class DatagramEchoServer implements AutoCloseable {
  private static final int MAX_DATAGRAM_BYTES = 65_507;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  private final DatagramChannel channel;
  private final int port;

  /** Starts a server on a free port of 127.0.0.1. */
  public DatagramEchoServer() throws IOException {
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    Thread.ofPlatform().name("bench-datagrams").daemon().start(this::serve);
  }

  /** Its port. */
  public int port() {
    return port;
  }

  private void serve() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    try {
      while (true) {
        buffer.clear();
        SocketAddress from = channel.receive(buffer);
        buffer.flip();
        channel.send(buffer, from);
      }
    } catch (ClosedChannelException e) {
      return; // That is how close() ends this thread.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
