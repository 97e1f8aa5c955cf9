package sockproof.proxy.fault;

import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;

/**
 * Shortens datagrams.
 *
 * @param sizeBytes the most bytes that are left
 */
public record Truncate(long sizeBytes) implements FaultSpec.OnDatagrams {
  private static final Key<Long> SIZE =
      Keys.size("size", 0, Datagram.MAX_PAYLOAD_BYTES)
          .mandatory()
          .doing("the most bytes that are left; may stand in `to` instead, as in `to: 5`");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("truncate", "shortens datagrams")
          .keys(SIZE)
          .sizeInTo(SIZE)
          .elsewhere("shortens datagrams, and a stream has none. Use `limit`.")
          .by(settings -> new Truncate(settings.get(SIZE)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(SIZE, sizeBytes);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new PassingDatagrams(
        (datagram, context) -> context.act(new DatagramAction.Deliver(shortened(datagram))));
  }

  private Datagram shortened(Datagram datagram) {
    Bytes payload = datagram.payload();
    return payload.length() <= sizeBytes
        ? datagram
        : datagram.withPayload(payload.slice(0, (int) sizeBytes));
  }
}
