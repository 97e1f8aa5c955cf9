package sockproof.proxy.fault;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
 * Keeps one datagram back until later ones have overtaken it, or until a time is over; then the
 * next one. Without {@code delay} a datagram that nothing follows stays back for ever.
 *
 * @param by how many overtake it, if that matters
 * @param delayNanos how long it waits at most, if that matters
 */
public record Reorder(Optional<Integer> by, Optional<Long> delayNanos)
    implements FaultSpec.OnDatagrams {
  private static final Key<Integer> BY =
      Keys.count("by", 1, Integer.MAX_VALUE).doing("how many datagrams overtake the one kept back");
  private static final Key<Long> DELAY =
      Keys.duration("delay").doing("how long one is kept back at most");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("reorder", "lets datagrams overtake each other")
          .keys(BY, DELAY)
          .group(FaultType.Choice.AT_LEAST_ONE, BY, DELAY)
          .elsewhere("lets datagrams overtake each other; a stream keeps its order. Use `latency`.")
          .by(settings -> new Reorder(settings.find(BY), settings.find(DELAY)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(BY, by).with(DELAY, delayNanos);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new OnDatagrams(this);
  }

  private static final class OnDatagrams implements DatagramFault {
    private final Reorder reorder;
    private @Nullable Datagram kept;
    private int overtaken;
    private int turn;

    OnDatagrams(Reorder reorder) {
      this.reorder = reorder;
    }

    @Override
    public void on(DatagramEvent event, Context<DatagramAction> context) {
      switch (event) {
        case DatagramEvent.Opened() -> {}
        case DatagramEvent.Arrived(Datagram datagram) -> {
          if (kept == null) {
            keep(datagram, context);
          } else {
            context.act(new DatagramAction.Deliver(datagram));
            overtaken(context);
          }
        }
        case DatagramEvent.Passed() -> overtaken(context);
        case DatagramEvent.Removed() -> release(context);
        case DatagramEvent.Woken(int token) -> {
          if (token == turn) {
            release(context);
          }
        }
      }
    }

    private void keep(Datagram datagram, Context<DatagramAction> context) {
      kept = datagram;
      overtaken = 0;
      turn++;
      reorder.delayNanos.ifPresent(
          delay -> context.act(new DatagramAction.WakeAt(context.nowNanos() + delay, turn)));
    }

    private void overtaken(Context<DatagramAction> context) {
      overtaken++;
      if (reorder.by.isPresent() && overtaken >= reorder.by.get()) {
        release(context);
      }
    }

    private void release(Context<DatagramAction> context) {
      if (kept != null) {
        Datagram late = kept;
        kept = null;
        context.act(new DatagramAction.Deliver(late));
      }
    }
  }
}
