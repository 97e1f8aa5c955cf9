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
 * Lengthens datagrams with zero bytes.
 *
 * @param sizeBytes the least bytes that they then have
 */
public record Pad(long sizeBytes) implements FaultSpec.OnDatagrams {
  private static final Key<Long> SIZE =
      Keys.size("size", 0, Datagram.MAX_PAYLOAD_BYTES)
          .mandatory()
          .doing("the least bytes that they then have; may stand in `to` instead, as in `to: 5`");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("pad", "lengthens datagrams with zero bytes")
          .keys(SIZE)
          .sizeInTo(SIZE)
          .elsewhere("lengthens datagrams, and a stream has none. Use `insert`.")
          .by(settings -> new Pad(settings.get(SIZE)));

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
        (datagram, context) -> context.act(new DatagramAction.Deliver(lengthened(datagram))));
  }

  private Datagram lengthened(Datagram datagram) {
    Bytes payload = datagram.payload();
    return payload.length() >= sizeBytes
        ? datagram
        : datagram.withPayload(
            payload.plus(Bytes.of(new byte[(int) sizeBytes - payload.length()])));
  }
}
