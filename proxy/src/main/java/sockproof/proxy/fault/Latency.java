package sockproof.proxy.fault;

import java.util.random.RandomGenerator;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramEvent;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;

/**
 * Delays. On a stream the order is kept and one delay is drawn for each message, or for each read
 * if no framing is known; each datagram has a delay of its own and may overtake others.
 *
 * @param delayNanos the middle of the distribution; for {@code PARETO} its least value
 * @param jitterNanos half its width, its standard deviation, or the scale of its tail
 * @param distribution how delays are spread; never below 0
 */
public record Latency(long delayNanos, long jitterNanos, Distribution distribution)
    implements FaultSpec.OnStream, FaultSpec.OnDatagrams {
  /** How delays are spread. */
  public enum Distribution {
    /** Evenly from delay − jitter to delay + jitter. */
    UNIFORM,
    /** Normally around the delay with the jitter as standard deviation. */
    NORMAL,
    /** At least the delay, and with a long tail: delay + jitter · (U^(−1/3) − 1), cut at 100. */
    PARETO
  }

  private static final double PARETO_SHAPE = 3;
  private static final double PARETO_CUT = 100;
  private static final long MAX_DATAGRAM_COST = 16 << 20;

  private static final Key<Long> DELAY = Keys.duration("delay").mandatory().doing("the delay");
  private static final Key<Long> JITTER =
      Keys.duration("jitter").orElse(0L).doing("how far delays spread");
  private static final Key<Distribution> DISTRIBUTION =
      Keys.word("distribution", Distribution.class)
          .orElse(Distribution.UNIFORM)
          .doing("how they spread");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onAll("latency", "delays; on a stream the order is kept")
          .keys(DELAY, JITTER, DISTRIBUTION)
          .by(
              settings ->
                  new Latency(
                      settings.get(DELAY), settings.get(JITTER), settings.get(DISTRIBUTION)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none()
        .with(DELAY, delayNanos)
        .with(JITTER, jitterNanos)
        .with(DISTRIBUTION, distribution);
  }

  @Override
  public boolean worksOnMessages() {
    return true;
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new OnStream(this, !(framing instanceof Framing.None));
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new OnDatagrams(this);
  }

  private long draw(RandomGenerator random) {
    if (jitterNanos == 0) {
      return delayNanos;
    }
    double spread =
        switch (distribution) {
          case UNIFORM -> random.nextDouble(-1, 1);
          case NORMAL -> random.nextGaussian();
          case PARETO ->
              Math.min(PARETO_CUT, Math.pow(1 - random.nextDouble(), -1 / PARETO_SHAPE) - 1);
        };
    return Math.max(0, delayNanos + (long) (jitterNanos * spread));
  }

  private static final class OnStream implements StreamFault {
    private final Latency latency;
    private final boolean drawsByMessage;
    private final Delayed<StreamAction> delayed = Delayed.onStream();
    private boolean drawn;
    private long drawnNanos;
    private long lastDueNanos;

    OnStream(Latency latency, boolean drawsByMessage) {
      this.latency = latency;
      this.drawsByMessage = drawsByMessage;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened() -> {}
        case StreamEvent.Passed() -> drawn = false;
        case StreamEvent.Arrived arrived -> {
          if (!drawn || arrived.messageOffset() == 0 || !drawsByMessage) {
            drawn = true;
            drawnNanos = latency.draw(context.random());
          }
          later(new StreamAction.Deliver(arrived.segment()), arrived.segment().cost(), context);
        }
        case StreamEvent.Ended(StreamAction.Close close) -> {
          drawnNanos = latency.draw(context.random());
          later(close, 0, context);
        }
        case StreamEvent.Removed() -> delayed.releaseAll(context);
        case StreamEvent.Woken(int token) -> delayed.woken(context);
      }
    }

    private void later(StreamAction action, long cost, Context<StreamAction> context) {
      lastDueNanos = Math.max(lastDueNanos, context.nowNanos() + drawnNanos);
      delayed.at(lastDueNanos, action, cost, context);
    }

    @Override
    public long delayedCost() {
      return delayed.cost();
    }
  }

  private static final class OnDatagrams implements DatagramFault {
    private final Latency latency;
    private final Delayed<DatagramAction> delayed = Delayed.onDatagrams();

    OnDatagrams(Latency latency) {
      this.latency = latency;
    }

    @Override
    public void on(DatagramEvent event, Context<DatagramAction> context) {
      switch (event) {
        case DatagramEvent.Opened(), DatagramEvent.Passed() -> {}
        case DatagramEvent.Arrived(var datagram) -> {
          long due = context.nowNanos() + latency.draw(context.random());
          if (delayed.cost() + datagram.cost() > MAX_DATAGRAM_COST) {
            context.act(new DatagramAction.Discard(datagram));
          } else {
            delayed.at(due, new DatagramAction.Deliver(datagram), datagram.cost(), context);
          }
        }
        case DatagramEvent.Removed() -> delayed.releaseAll(context);
        case DatagramEvent.Woken(int token) -> delayed.woken(context);
      }
    }
  }
}
