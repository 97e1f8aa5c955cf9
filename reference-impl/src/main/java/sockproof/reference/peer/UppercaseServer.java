package sockproof.reference.peer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import sockproof.reference.datagram.DatagramServer;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.net.Service;
import sockproof.reference.stream.StreamServer;
import sockproof.reference.stream.StreamServerSteps;
import sockproof.reference.stream.StreamSteps;

/**
 * A correct uppercase server for a harness to put clients against. It serves from {@link #start} to
 * {@link #close} on threads of its own and records what it receives.
 */
public final class UppercaseServer implements AutoCloseable {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

  private final Service service;
  private final ServerLog log;
  private final Thread thread;

  private UppercaseServer(Service service, ServerLog log, ServerConfig config) {
    this.service = service;
    this.log = log;
    this.thread = config.threads().newThread(this::serve);
  }

  /**
   * Binds and serves.
   *
   * @throws sockproof.reference.net.UsageException where the address cannot be had
   */
  public static UppercaseServer start(ServerConfig config) throws IOException {
    ServerLog log = new ServerLog();
    Service service = config.transport().isStream() ? stream(config, log) : datagram(config, log);
    UppercaseServer server = new UppercaseServer(service, log, config);
    server.thread.start();
    return server;
  }

  private static Service stream(ServerConfig config, ServerLog log) throws IOException {
    StreamServerSteps steps =
        config.readsWhileWriting() ? new StreamServerSteps() : new WritesBeforeItReads();
    return StreamServer.bind(
        config.listen(),
        config.receiveBufferBytes(),
        config.stream(),
        steps,
        log,
        config.threads());
  }

  private static Service datagram(ServerConfig config, ServerLog log) throws IOException {
    return DatagramServer.bind(
        config.listen(),
        config.stream().text(),
        config.stream().answer(),
        new DatagramServerSteps(),
        log);
  }

  private void serve() {
    try {
      service.serve();
    } catch (InterruptedIOException e) {
      // Stopped by an interrupt of its thread; serve() has released everything.
    } catch (IOException e) {
      throw new UncheckedIOException("the server at " + address() + " failed", e);
    }
  }

  /** The address, with the port that was picked. */
  public SocketAddress address() {
    return service.address();
  }

  /** What it has received. */
  public ServerLog log() {
    return log;
  }

  /** Ends every connection, releases the address and waits, for a bounded time, for its threads. */
  @Override
  public void close() throws IOException {
    service.close();
    try {
      thread.join(STOP_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class WritesBeforeItReads extends StreamServerSteps {
    @Override
    public StreamSteps connection() {
      return new StreamSteps() {
        @Override
        public boolean readsWhileWriting() {
          return false;
        }
      };
    }
  }
}
