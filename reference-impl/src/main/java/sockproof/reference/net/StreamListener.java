package sockproof.reference.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A listening TCP or Unix stream socket. */
public final class StreamListener implements Closeable {
  private static final int BACKLOG = 128;

  private final ServerSocketChannel channel;
  private final Readiness readiness;
  private final SocketAddress address;
  private final @Nullable Path file;

  private StreamListener(
      ServerSocketChannel channel,
      Readiness readiness,
      SocketAddress address,
      @Nullable Path file) {
    this.channel = channel;
    this.readiness = readiness;
    this.address = address;
    this.file = file;
  }

  /**
   * Listens at the address; port 0 has the system pick one.
   *
   * @param receiveBufferBytes SO_RCVBUF of the connections, where a particular one is wanted
   * @throws UsageException where the address cannot be had, with the reason and the remedy
   */
  public static StreamListener listen(SocketAddress wanted, OptionalInt receiveBufferBytes)
      throws IOException {
    Path path = wanted instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
    if (path != null) {
      UnixPaths.makeWay(path);
    }
    ServerSocketChannel channel = ServerSocketChannel.open(Addresses.family(wanted));
    try {
      if (receiveBufferBytes.isPresent()) {
        channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, receiveBufferBytes.getAsInt());
      }
      channel.bind(wanted, BACKLOG);
      return new StreamListener(channel, new Readiness(channel), channel.getLocalAddress(), path);
    } catch (SocketException e) {
      channel.close();
      throw cannotBind(wanted, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** The sentence for an address that cannot be bound. */
  static UsageException cannotBind(SocketAddress wanted, IOException cause) {
    String shown = Addresses.show(wanted);
    String reason = String.valueOf(cause.getMessage());
    if (reason.contains("in use")) {
      return new UsageException(
          shown + " is in use by another program; stop it or choose another (port 0 picks one)",
          cause);
    }
    if (cause instanceof BindException) {
      return new UsageException(
          shown + " is not an address of this machine; use 127.0.0.1, ::1 or '' for all", cause);
    }
    return new UsageException("cannot listen at " + shown + ": " + reason, cause);
  }

  /** The address, with the port that was picked. */
  public SocketAddress address() {
    return address;
  }

  /** The next connection; empty at the deadline. */
  public Optional<StreamSocket> accept(Deadline deadline) throws IOException {
    SocketChannel accepted = channel.accept();
    if (accepted == null && readiness.await(SelectionKey.OP_ACCEPT, deadline) != 0) {
      accepted = channel.accept();
    }
    return accepted == null ? Optional.empty() : Optional.of(StreamSocket.of(accepted));
  }

  @Override
  public void close() throws IOException {
    readiness.close();
    channel.close();
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
