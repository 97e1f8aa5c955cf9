package sockproof.reference.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.OptionalInt;

/**
 * One connected TCP or Unix stream socket, non-blocking underneath. One thread uses it; any thread
 * may close it, which ends the wait of the first.
 */
public final class StreamSocket implements Closeable {
  /** For {@link #await}: bytes, FIN or an error can be read. */
  public static final int READ = SelectionKey.OP_READ;

  /** For {@link #await}: the kernel takes more bytes. */
  public static final int WRITE = SelectionKey.OP_WRITE;

  private final SocketChannel channel;
  private final Readiness readiness;
  private final SocketAddress peer;

  private StreamSocket(SocketChannel channel, Readiness readiness, SocketAddress peer) {
    this.channel = channel;
    this.readiness = readiness;
    this.peer = peer;
  }

  /** Takes over a connected channel; it is closed if this fails. */
  public static StreamSocket of(SocketChannel channel) throws IOException {
    try {
      SocketAddress peer = channel.getRemoteAddress();
      if (peer instanceof InetSocketAddress) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      return new StreamSocket(channel, new Readiness(channel), peer);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Connects.
   *
   * @param sendBufferBytes SO_SNDBUF, where the caller needs a particular one
   * @param receiveBufferBytes SO_RCVBUF, likewise, set before the connection is made
   * @throws DeadlineException where the deadline came first
   * @throws IOException where the peer refused
   */
  public static StreamSocket connect(
      SocketAddress peer,
      Deadline deadline,
      OptionalInt sendBufferBytes,
      OptionalInt receiveBufferBytes)
      throws IOException {
    SocketChannel channel = SocketChannel.open(Addresses.family(peer));
    try {
      if (sendBufferBytes.isPresent()) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, sendBufferBytes.getAsInt());
      }
      if (receiveBufferBytes.isPresent()) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes.getAsInt());
      }
      finishConnect(channel, peer, deadline);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return of(channel);
  }

  private static void finishConnect(SocketChannel channel, SocketAddress peer, Deadline deadline)
      throws IOException {
    if (peer instanceof UnixDomainSocketAddress) {
      // A Unix connect() does not wait for accept(): it succeeds or fails at once.
      channel.connect(peer);
      return;
    }
    try (Readiness connecting = new Readiness(channel)) {
      if (!channel.connect(peer)) {
        if (connecting.await(SelectionKey.OP_CONNECT, deadline) == 0) {
          throw new DeadlineException("no connection before the deadline");
        }
        channel.finishConnect();
      }
    }
  }

  /** The address of the other side. */
  public SocketAddress peer() {
    return peer;
  }

  /** The address of this side. */
  public SocketAddress local() throws IOException {
    return channel.getLocalAddress();
  }

  /** Waits for {@link #READ} or {@link #WRITE} and says which came; 0 at the deadline. */
  public int await(int operations, Deadline deadline) throws IOException {
    return readiness.await(operations, deadline);
  }

  /** One recv(): how many bytes it took, 0 if none is there, -1 after FIN. */
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  /** One send(): how many bytes the kernel took, which may be fewer than there are, or 0. */
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  /** Sends FIN; reading goes on (RFC 9293, section 3.6). */
  public void halfClose() throws IOException {
    channel.shutdownOutput();
  }

  /**
   * Closes with RST, dropping what was not sent. A Unix stream socket has no RST and just closes.
   */
  public void reset() throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)
        && Addresses.family(peer) != StandardProtocolFamily.UNIX) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
    close();
  }

  @Override
  public void close() throws IOException {
    // The selector holds the file descriptor until its key is gone, so it goes first.
    readiness.close();
    channel.close();
  }
}
