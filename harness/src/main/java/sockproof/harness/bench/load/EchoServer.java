package sockproof.harness.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The stream server behind every relay, on one thread. The first byte of a connection says what it
 * does with the rest: send it back, count it up to {@link #LAST} and answer with the count (8
 * bytes, big endian), send without end, or stay silent.
 */
public final class EchoServer implements AutoCloseable {
  /** Everything comes back. */
  public static final byte ECHO = 'E';

  /** Everything is counted, and the count sent after the last byte. */
  public static final byte SINK = 'S';

  /** What ends a counted stream; a FIN would not do, as some relays lose the answer to it. */
  public static final byte LAST = -1;

  /** Bytes come until the client goes. */
  public static final byte SOURCE = 'G';

  /** Nothing is answered. */
  public static final byte IDLE = 'I';

  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int BACKLOG = 4096;

  private static final class Connection {
    byte mode;
    long counted;
    @Nullable ByteBuffer unsent;
  }

  private final Selector selector;
  private final ServerSocketChannel listener;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Thread thread;
  private int idle;
  private volatile boolean closed;
  private volatile boolean halfCloseAsked;

  /** Starts a server on a free port of 127.0.0.1. */
  public EchoServer() throws IOException {
    selector = Selector.open();
    listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    thread = Thread.ofPlatform().name("bench-server").daemon().start(this::serve);
  }

  /** Its port. */
  public int port() {
    return listener.socket().getLocalPort();
  }

  /**
   * Waits until so many connections have said that they are idle.
   *
   * @throws InterruptedException where the measurement is ended
   */
  public synchronized void awaitIdle(int connections) throws InterruptedException {
    while (idle < connections) {
      wait();
    }
  }

  private synchronized void oneMoreIdle() {
    idle++;
    notifyAll();
  }

  /** Sends a FIN on every idle connection. */
  public void halfCloseIdle() {
    halfCloseAsked = true;
    selector.wakeup();
  }

  private void serve() {
    try {
      while (!closed) {
        selector.select(this::ready);
        if (halfCloseAsked) {
          halfCloseAsked = false;
          shutdownIdle();
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void shutdownIdle() throws IOException {
    for (SelectionKey key : selector.keys()) {
      if (key.attachment() instanceof Connection connection && connection.mode == IDLE) {
        ((SocketChannel) key.channel()).shutdownOutput();
      }
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
        return;
      }
      Connection connection = (Connection) key.attachment();
      SocketChannel channel = (SocketChannel) key.channel();
      if (key.isWritable()) {
        write(key, channel, connection);
      }
      if (key.isValid() && key.isReadable()) {
        read(key, channel, connection);
      }
    } catch (IOException e) {
      close(key); // The client went without a FIN; its connection is over.
    }
  }

  private void accept() throws IOException {
    SocketChannel channel = listener.accept();
    while (channel != null) {
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      channel.register(selector, SelectionKey.OP_READ, new Connection());
      channel = listener.accept();
    }
  }

  private void read(SelectionKey key, SocketChannel channel, Connection connection)
      throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      close(key);
      return;
    }
    buffer.flip();
    if (connection.mode == 0 && count > 0) {
      connection.mode = buffer.get();
      if (connection.mode == SOURCE) {
        key.interestOps(SelectionKey.OP_WRITE);
      } else if (connection.mode == IDLE) {
        oneMoreIdle();
      }
    }
    connection.counted += buffer.remaining();
    if (connection.mode == SINK && count > 0 && buffer.get(count - 1) == LAST) {
      channel.write(ByteBuffer.allocate(Long.BYTES).putLong(connection.counted).flip());
    }
    if (connection.mode == ECHO && buffer.hasRemaining()) {
      channel.write(buffer);
      if (buffer.hasRemaining()) {
        connection.unsent = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        key.interestOps(SelectionKey.OP_WRITE);
      }
    }
  }

  private void write(SelectionKey key, SocketChannel channel, Connection connection)
      throws IOException {
    if (connection.mode == SOURCE) {
      buffer.clear();
      channel.write(buffer);
      return;
    }
    ByteBuffer unsent = connection.unsent;
    if (unsent != null) {
      channel.write(unsent);
      if (!unsent.hasRemaining()) {
        connection.unsent = null;
        key.interestOps(SelectionKey.OP_READ);
      }
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      key.cancel(); // The descriptor is gone either way.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
