package sockproof.proxy.relay;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.Traffic;

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
    checkNeeds(config.plan());
    RelayContext context = new RelayContext(config, RelayRuntime.shared(), desk);
    Entrance entrance =
        config.listen().medium().isStream()
            ? StreamEntrance.open(context)
            : DatagramEntrance.open(context);
    return new Relay(context, entrance);
  }

  private static void checkNeeds(Plan plan) {
    for (Capability needed : plan.needs()) {
      if (!capabilities().contains(needed)) {
        throw new RelayException(
            "A fault of the plan needs " + needed.phrase() + Capability.REMEDY + ".");
      }
    }
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

  /** The faults as they are now. */
  public Plan plan() {
    return context.plan();
  }

  /**
   * Changes the faults, for connections to come and for those that are open, and returns when the
   * last of these has taken the change; how busy they are does not matter. What a removed fault
   * holds is delivered. The size of a receive buffer ({@code backpressure: {window}}) is that of
   * connections to come only.
   *
   * @throws RelayException with one sentence if the new plan needs what is not there; then nothing
   *     has changed
   */
  public void reconfigure(Plan plan) {
    checkNeeds(plan);
    try {
      entrance.reconfigure(plan).get(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("a plan was not taken within " + CLOSE_LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RelayException known) {
        throw known;
      }
      throw new IllegalStateException("a plan could not be changed", e.getCause());
    }
  }

  /** The connections, or datagram sessions, that are open. */
  public List<ConnectionState> connectionStates() {
    return context.meters().states();
  }

  /** How many connections, or datagram sessions, there were in all. */
  public long opened() {
    return context.meters().opened();
  }

  /** What all connections together carried so far. */
  public Traffic traffic() {
    return context.meters().traffic();
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
