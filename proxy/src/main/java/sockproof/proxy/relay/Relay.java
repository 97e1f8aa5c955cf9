package sockproof.proxy.relay;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.trace.History;

/**
 * A running relay between clients and one upstream address. Safe for use by many threads; hundreds
 * may run at once, and share their event loops.
 */
public final class Relay implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final RelayContext context;
  private final Entrance entrance;

  private Relay(RelayContext context, Entrance entrance) {
    this.context = context;
    this.entrance = entrance;
  }

  /**
   * Binds the listener and begins to relay.
   *
   * @throws RelayException with one sentence: a port or path in use, a port without privilege, an
   *     unknown host, a path too long, a plan that needs what is not there
   */
  public static Relay start(RelayConfig config) {
    return start(config, null);
  }

  /**
   * Likewise, holding all that has passed the faults until it is released by hand.
   *
   * @param desk told of every connection or datagram session, and through it able to release
   */
  public static Relay startHeld(RelayConfig config, HoldDesk desk) {
    return start(config.withRecorded(RelayConfig.Recorded.EVERYTHING), desk);
  }

  private static Relay start(RelayConfig config, @Nullable HoldDesk desk) {
    for (Capability needed : config.plan().needs()) {
      if (!capabilities().contains(needed)) {
        throw new RelayException(
            "A fault of the plan needs " + needed.phrase() + Capability.REMEDY + ".");
      }
    }
    RelayContext context = new RelayContext(config, RelayRuntime.shared(), desk);
    Entrance entrance =
        config.listen().medium().isStream()
            ? StreamEntrance.open(context)
            : DatagramEntrance.open(context);
    return new Relay(context, entrance);
  }

  /**
   * What relays of this process can do beyond ordinary sockets, for the plan's reader: everything
   * with CAP_NET_RAW (capabilities(7)), nothing without.
   */
  public static Set<Capability> capabilities() {
    return ForgedSources.capabilities();
  }

  /** Where clients come in, with the port that was chosen. */
  public Endpoint listenEndpoint() {
    return entrance.endpoint();
  }

  /** Everything that happened so far, in order, as far as it is recorded. */
  public History history() {
    return context.history();
  }

  /** How many connections, or datagram sessions, there are now. */
  public int connections() {
    return entrance.connections();
  }

  /** Takes no more connections; those that there are go on. Datagram sessions end. */
  public void stopAccepting() {
    CompletableFuture<Void> _ = entrance.drain();
  }

  /**
   * Takes no more connections, and waits until those that there are have ended; what has not ended
   * in time is left to {@link #close}.
   *
   * @return true when all have ended
   */
  public boolean drain(Duration atMost) {
    return await(entrance.drain(), atMost);
  }

  /**
   * Ends every connection with a RST, removes socket files and releases every descriptor before it
   * returns. A second call does nothing. On an event loop's own thread it does not wait.
   */
  @Override
  public void close() {
    CompletableFuture<Void> done = entrance.close();
    if (!context.runtime().isLoopThread() && !await(done, CLOSE_LIMIT)) {
      throw new IllegalStateException("a relay did not close within " + CLOSE_LIMIT);
    }
  }

  private static boolean await(CompletableFuture<Void> done, Duration atMost) {
    try {
      done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a relay could not end", e.getCause());
    }
  }
}
