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
 * Repeats datagrams.
 *
 * @param copies how many more of each
 * @param delayNanos the time before each copy
 */
public record Duplicate(int copies, long delayNanos) implements FaultSpec.OnDatagrams {
  private static final int MAX_COPIES = 1000;
  private static final long MAX_HELD_COST = 16 << 20;

  private static final Key<Integer> COPIES =
      Keys.count("copies", 1, MAX_COPIES).orElse(1).doing("how many more of each datagram");
  private static final Key<Long> DELAY =
      Keys.duration("delay").orElse(0L).doing("the time before each copy");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("duplicate", "repeats datagrams")
          .keys(COPIES, DELAY)
          .elsewhere(
              "repeats datagrams; on a stream that would be corruption. Use `insert` if that is"
                  + " meant.")
          .by(settings -> new Duplicate(settings.get(COPIES), settings.get(DELAY)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(COPIES, copies).with(DELAY, delayNanos);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new OnDatagrams(copies, delayNanos);
  }

  private static final class OnDatagrams implements DatagramFault {
    private final int copies;
    private final long delayNanos;
    private final Delayed<DatagramAction> delayed = Delayed.onDatagrams();

    OnDatagrams(int copies, long delayNanos) {
      this.copies = copies;
      this.delayNanos = delayNanos;
    }

    @Override
    public void on(DatagramEvent event, Context<DatagramAction> context) {
      switch (event) {
        case DatagramEvent.Opened _, DatagramEvent.Passed _ -> {}
        case DatagramEvent.Arrived(Datagram datagram) -> repeat(datagram, context);
        case DatagramEvent.Removed _ -> delayed.releaseAll(context);
        case DatagramEvent.Woken _ -> delayed.woken(context);
      }
    }

    private void repeat(Datagram datagram, Context<DatagramAction> context) {
      context.act(new DatagramAction.Deliver(datagram));
      Datagram copy = datagram.withPayload(datagram.payload());
      for (int i = 1; i <= copies && delayed.cost() + copy.cost() <= MAX_HELD_COST; i++) {
        delayed.at(
            context.nowNanos() + i * delayNanos,
            new DatagramAction.Deliver(copy),
            copy.cost(),
            context);
      }
    }
  }
}
