package sockproof.proxy.control;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.relay.RelayException;

/**
 * One proxy of a program: its settings, and its relay while it is enabled. What changes it goes
 * through {@link Proxies}, which lets one change in at a time; reading needs no lock.
 */
public final class ManagedProxy {
  private final UnaryOperator<RelayConfig> observed;
  private volatile ProxySettings settings;
  private volatile @Nullable Relay relay;

  ManagedProxy(ProxySettings settings, UnaryOperator<RelayConfig> observed) {
    this.settings = settings;
    this.observed = observed;
  }

  /** What it is to do; {@code listen} has the port that was chosen. */
  public ProxySettings settings() {
    return settings;
  }

  /** Its relay; empty while it is not enabled. */
  public Optional<Relay> relay() {
    return Optional.ofNullable(relay);
  }

  /** Where clients come in, with the port that was chosen. */
  public Endpoint listenEndpoint() {
    return settings.listen();
  }

  /**
   * Begins to listen if its settings say so.
   *
   * @throws ControlException if the address cannot be had
   */
  void start() {
    if (!settings.enabled() || relay != null) {
      return;
    }
    try {
      Relay started = Relay.start(observed.apply(settings.relayConfig()));
      settings = settings.withListen(started.listenEndpoint());
      relay = started;
    } catch (RelayException e) {
      String place = settings.place().isEmpty() ? "" : settings.place() + ": ";
      throw new ControlException(ControlException.Reason.REFUSED, place + e.getMessage(), e);
    }
  }

  /** Ends every connection and releases the address. */
  void stop() {
    Relay running = relay;
    relay = null;
    if (running != null) {
      running.close();
    }
  }
}
