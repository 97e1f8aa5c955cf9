package sockproof.proxy.fault;

import sockproof.proxy.core.Framing;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;

/**
 * Closes one direction after some bytes, as shutdown(SHUT_WR) does (POSIX); the other goes on.
 *
 * @param afterBytes how many bytes pass first
 */
public record HalfClose(long afterBytes) implements FaultSpec.OnStream {
  private static final Key<Long> AFTER =
      Keys.size("after", 0, Long.MAX_VALUE).mandatory().doing("how many bytes pass first");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("half-close", "sends FIN in one direction while the other goes on")
          .keys(AFTER)
          .elsewhere("closes a stream, and datagrams have no end. Use `blackhole`.")
          .by(settings -> new HalfClose(settings.get(AFTER)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(AFTER, afterBytes);
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new EndAfterBytes(afterBytes, How.FIN);
  }
}
