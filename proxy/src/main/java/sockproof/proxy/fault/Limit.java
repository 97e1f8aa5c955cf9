package sockproof.proxy.fault;

import java.util.Optional;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Objection;
import sockproof.proxy.plan.Settings;

/**
 * Ends a stream after some bytes: a message cut short. What the sender still sends is thrown away,
 * except that a stall keeps it back.
 *
 * @param bytes how many bytes pass
 * @param then how it ends
 */
public record Limit(long bytes, Then then) implements FaultSpec.OnStream {
  /** How the stream ends. */
  public enum Then {
    FIN,
    RESET,
    STALL
  }

  private static final Key<Long> BYTES =
      Keys.size("bytes", 0, Long.MAX_VALUE).mandatory().doing("how many bytes pass");
  private static final Key<Then> THEN =
      Keys.word("then", Then.class).orElse(Then.FIN).doing("how it ends");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("limit", "ends the stream after so many bytes")
          .keys(BYTES, THEN)
          .elsewhere("ends a stream, and datagrams are not one. Use `truncate` or `drop`.")
          .by(settings -> new Limit(settings.get(BYTES), settings.get(THEN)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(BYTES, bytes).with(THEN, then);
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return switch (then) {
      case FIN -> new EndAfterBytes(bytes, How.FIN);
      case RESET -> new EndAfterBytes(bytes, How.RESET);
      case STALL -> new Stall(bytes, Keys.FOREVER).newStreamFault(framing);
    };
  }

  @Override
  public Optional<Objection> objection(Medium medium, Framing framing) {
    return medium == Medium.UNIX && then == Then.RESET
        ? Optional.of(
            new Objection(
                THEN.name(), "Unix sockets have no reset. Use `then: fin` or `then: stall`."))
        : Optional.empty();
  }
}
