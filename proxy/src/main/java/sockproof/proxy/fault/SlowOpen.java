package sockproof.proxy.fault;

import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Opening;
import sockproof.proxy.plan.Settings;

/**
 * Delays or refuses a connection. The edge asks for it, as {@code Plan.opening}, when it has
 * accepted one; no byte is read before.
 *
 * @param delayNanos how long the relay waits before it connects upstream, or refuses
 * @param refuse true to reset the connection instead of connecting upstream
 */
public record SlowOpen(long delayNanos, boolean refuse) implements FaultSpec {
  private static final Key<Long> DELAY =
      Keys.duration("delay").orElse(0L).doing("how long nothing happens after the connection came");
  private static final Key<Boolean> REFUSE =
      Keys.flag("refuse").orElse(false).doing("resets the connection then");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("slow-open", "delays or refuses the connection")
          .keys(DELAY, REFUSE)
          .group(FaultType.Choice.AT_LEAST_ONE, DELAY, REFUSE)
          .undirected()
          .elsewhere(
              "delays connections, and datagrams have none. Use `latency`, `blackhole` or"
                  + " `unreachable`.")
          .by(settings -> new SlowOpen(settings.get(DELAY), settings.get(REFUSE)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(DELAY, delayNanos).with(REFUSE, refuse);
  }

  @Override
  public Opening opening() {
    return new Opening(delayNanos, refuse);
  }
}
