package sockproof.reference.stream;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.Service;
import sockproof.reference.net.ServiceListener;
import sockproof.reference.net.ServiceListener.Client;
import sockproof.reference.net.ServiceListener.Ending;
import sockproof.reference.net.StreamListener;
import sockproof.reference.net.StreamSocket;

/** The uppercase server over TCP or Unix stream sockets, with one thread for each client. */
public final class StreamServer implements Service {
  private static final int MAX_CLIENTS = 1024;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final StreamListener listening;
  private final StreamSettings settings;
  private final StreamServerSteps steps;
  private final ServiceListener listener;
  private final ThreadFactory threads;
  private final Semaphore places = new Semaphore(MAX_CLIENTS);
  private final Map<Thread, StreamSocket> serving = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RuntimeException> fatal = new AtomicReference<>();
  private volatile boolean stopping;
  private int accepted;

  private StreamServer(
      StreamListener listening,
      StreamSettings settings,
      StreamServerSteps steps,
      ServiceListener listener,
      ThreadFactory threads) {
    this.listening = listening;
    this.settings = settings;
    this.steps = steps;
    this.listener = listener;
    this.threads = threads;
  }

  /**
   * Binds; nothing is accepted before {@link #serve}.
   *
   * @throws sockproof.reference.net.UsageException where the address cannot be had
   */
  public static StreamServer bind(
      SocketAddress address,
      OptionalInt receiveBufferBytes,
      StreamSettings settings,
      StreamServerSteps steps,
      ServiceListener listener,
      ThreadFactory threads)
      throws IOException {
    StreamListener listening = StreamListener.listen(address, receiveBufferBytes);
    return new StreamServer(listening, settings, steps, listener, threads);
  }

  @Override
  public SocketAddress address() {
    return listening.address();
  }

  /** Accepts on this thread and serves on those of the factory. */
  @Override
  public void serve() throws IOException {
    try (this) {
      while (!stopping) {
        steps.beforeAccept();
        places.acquire();
        StreamSocket socket = listening.accept(Deadline.NEVER).orElse(null);
        if (socket == null) {
          places.release();
        } else {
          admit(socket);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the server was interrupted");
    } catch (ClosedChannelException e) {
      // Closed by another thread: the caller of close(), or a client's thread with a fatal error.
    }
    RuntimeException error = fatal.get();
    if (error != null) {
      throw error;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the server was interrupted");
    }
  }

  private void admit(StreamSocket socket) {
    Client client = new Client(socket.peer(), ++accepted);
    if (steps.servesManyClients()) {
      Thread thread = threads.newThread(() -> serveOne(socket, client));
      serving.put(thread, socket);
      thread.start();
    } else {
      serveOne(socket, client);
    }
  }

  private void serveOne(StreamSocket socket, Client client) {
    StreamSteps own = steps.connection();
    ServerConnection connection = new ServerConnection(socket, settings, own, listener, client);
    try {
      listener.ended(client, endingOf(connection, own), connection.heldBytes());
    } catch (RuntimeException e) {
      fatal.compareAndSet(null, e);
      stop();
    } finally {
      serving.remove(Thread.currentThread());
      places.release();
    }
  }

  private Ending endingOf(ServerConnection connection, StreamSteps own) {
    try {
      return connection.serve();
    } catch (InterruptedIOException | ClosedChannelException e) {
      return Ending.STOPPED;
    } catch (IOException e) {
      try {
        own.broken(e);
      } catch (IOException stopped) {
        return Ending.STOPPED;
      }
      return Ending.RESET;
    }
  }

  private void stop() {
    stopping = true;
    try {
      listening.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the listening socket could not be closed", e);
    }
  }

  /** Stops accepting, ends every connection and waits, for a bounded time, for their threads. */
  @Override
  public void close() throws IOException {
    stop();
    for (Map.Entry<Thread, StreamSocket> client : serving.entrySet()) {
      client.getValue().close();
      client.getKey().interrupt();
    }
    boolean interrupted = Thread.interrupted();
    Deadline deadline = Deadline.after(STOP_LIMIT);
    for (Thread thread : serving.keySet()) {
      interrupted |= joinUntil(thread, deadline);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the thread's end or the deadline; true where an interrupt came meanwhile. */
  private static boolean joinUntil(Thread thread, Deadline deadline) {
    if (thread == Thread.currentThread()) {
      return false;
    }
    try {
      thread.join(Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos())));
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
