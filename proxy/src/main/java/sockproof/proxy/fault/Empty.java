package sockproof.proxy.fault;

import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Settings;

/** Sends an empty datagram first. Receiving 0 bytes is no end of input on a datagram socket. */
public record Empty() implements FaultSpec.OnDatagrams {
  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("empty", "sends an empty datagram before it")
          .elsewhere("sends an empty datagram, and a stream has no empty pieces. Use `fragment`.")
          .by(settings -> new Empty());

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none();
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new PassingDatagrams(
        (datagram, context) -> {
          context.act(new DatagramAction.Deliver(datagram.withPayload(Bytes.empty())));
          context.act(new DatagramAction.Deliver(datagram));
        });
  }
}
