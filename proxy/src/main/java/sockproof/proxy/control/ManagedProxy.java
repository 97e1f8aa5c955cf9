package sockproof.proxy.control;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.relay.ConnectionState;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.relay.RelayException;
import sockproof.proxy.trace.Traffic;

/**
 * One proxy of a program: its settings, and its relay while it is enabled. What changes it goes
 * through {@link Proxies}, which lets one change in at a time; reading needs no lock.
 */
public final class ManagedProxy {
  private final UnaryOperator<RelayConfig> observed;
  private volatile ProxySettings settings;
  private volatile List<Toxic> toxics = List.of();
  private volatile @Nullable Relay relay;
  private Traffic ended = Traffic.NONE;
  private long endedConnections;

  ManagedProxy(ProxySettings settings, UnaryOperator<RelayConfig> observed) {
    this.settings = settings;
    this.observed = observed;
  }

  /** What it is to do; {@code listen} has the port that was chosen. Its plan is without toxics. */
  public ProxySettings settings() {
    return settings;
  }

  /** The toxics, in the order in which they were added. Their faults come after the others. */
  public List<Toxic> toxics() {
    return toxics;
  }

  /** Its relay; empty while it is not enabled. */
  public Optional<Relay> relay() {
    return Optional.ofNullable(relay);
  }

  /** Where clients come in, with the port that was chosen. */
  public Endpoint listenEndpoint() {
    return settings.listen();
  }

  /** The connections or sessions that are open. */
  public List<ConnectionState> connections() {
    return relay().map(Relay::connectionStates).orElse(List.of());
  }

  /** How many connections or sessions there were in all. */
  public synchronized long opened() {
    return endedConnections + relay().map(Relay::opened).orElse(0L);
  }

  /** What it has carried since it was created. */
  public synchronized Traffic traffic() {
    return ended.and(relay().map(Relay::traffic).orElse(Traffic.NONE));
  }

  /** All of its faults, those of its toxics last. */
  Plan wholePlan() {
    return Toxic.added(settings.plan(), toxics);
  }

  /** Gives it toxics before it is started. */
  ManagedProxy withToxics(List<Toxic> first) {
    toxics = List.copyOf(first);
    return this;
  }

  /**
   * Begins to listen if its settings say so.
   *
   * @throws ControlException if the address cannot be had
   */
  synchronized void start() {
    if (!settings.enabled() || relay != null) {
      return;
    }
    try {
      RelayConfig config = settings.relayConfig().withPlan(wholePlan());
      Relay started = Relay.start(observed.apply(config));
      settings = settings.withListen(started.listenEndpoint());
      relay = started;
    } catch (RelayException e) {
      throw refused(e);
    }
  }

  private ControlException refused(RelayException e) {
    String place = settings.place().isEmpty() ? "" : settings.place() + ": ";
    return new ControlException(ControlException.Reason.REFUSED, place + e.getMessage(), e);
  }

  /** Ends every connection and releases the address. */
  synchronized void stop() {
    Relay running = relay;
    if (running != null) {
      running.close();
      ended = ended.and(running.traffic());
      endedConnections += running.opened();
      relay = null;
    }
  }

  /**
   * Changes faults and toxics, without touching a connection.
   *
   * @throws ControlException if the new faults cannot be had; then nothing has changed
   */
  synchronized void replan(Plan plan, List<Toxic> otherToxics) {
    Relay running = relay;
    if (running != null) {
      try {
        running.reconfigure(Toxic.added(plan, otherToxics));
      } catch (RelayException e) {
        throw refused(e);
      }
    }
    settings = settings.withPlan(plan);
    toxics = List.copyOf(otherToxics);
  }

  /**
   * Changes addresses, or whether it listens. Where that takes another relay, the connections end.
   *
   * @throws ControlException if the address cannot be had; then it goes on as it was
   */
  synchronized void replace(ProxySettings other) {
    ProxySettings before = settings;
    boolean moved =
        !other.listen().equals(before.listen()) || !other.upstream().equals(before.upstream());
    if (moved || !other.enabled()) {
      stop();
    } else if (relay != null) {
      replan(other.plan(), toxics);
    }
    settings = other;
    try {
      start();
    } catch (ControlException e) {
      settings = before;
      start();
      throw e;
    }
  }
}
