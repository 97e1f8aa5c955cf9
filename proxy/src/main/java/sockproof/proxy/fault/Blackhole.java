package sockproof.proxy.fault;

import sockproof.proxy.core.Context;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramEvent;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;

/**
 * Swallows every datagram for a while.
 *
 * @param afterNanos how long after the session began the silence begins
 * @param forNanos how long it lasts; {@link Keys#FOREVER} without end
 */
public record Blackhole(long afterNanos, long forNanos) implements FaultSpec.OnDatagrams {
  private static final Key<Long> AFTER =
      Keys.duration("after").orElse(0L).doing("how long after the first datagram it begins");
  private static final Key<Long> FOR =
      Keys.durationOrForever("for").orElse(Keys.FOREVER).doing("how long it lasts");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("blackhole", "swallows every datagram for a while")
          .keys(AFTER, FOR)
          .elsewhere("swallows datagrams; on a stream that would be corruption. Use `stall`.")
          .by(settings -> new Blackhole(settings.get(AFTER), settings.get(FOR)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(AFTER, afterNanos).with(FOR, forNanos);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new OnDatagrams(afterNanos, forNanos);
  }

  private static final class OnDatagrams implements DatagramFault {
    private final long afterNanos;
    private final long forNanos;
    private long openedNanos;

    OnDatagrams(long afterNanos, long forNanos) {
      this.afterNanos = afterNanos;
      this.forNanos = forNanos;
    }

    @Override
    public void on(DatagramEvent event, Context<DatagramAction> context) {
      switch (event) {
        case DatagramEvent.Opened() -> openedNanos = context.nowNanos();
        case DatagramEvent.Arrived(Datagram datagram) -> {
          long since = context.nowNanos() - openedNanos - afterNanos;
          context.act(
              since >= 0 && since < forNanos
                  ? new DatagramAction.Discard(datagram)
                  : new DatagramAction.Deliver(datagram));
        }
        case DatagramEvent.Passed _, DatagramEvent.Removed _, DatagramEvent.Woken _ -> {}
      }
    }
  }
}
