package sockproof.proxy.fault;

import sockproof.proxy.core.Context;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;

/**
 * Lets some bytes pass, then delivers nothing more for a while or for ever; the connection stays.
 * The while begins with the first byte, or end, that is kept back.
 *
 * @param afterBytes how many bytes pass first
 * @param forNanos how long; {@link Keys#FOREVER} without end
 */
public record Stall(long afterBytes, long forNanos) implements FaultSpec.OnStream {
  private static final Key<Long> AFTER =
      Keys.size("after", 0, Long.MAX_VALUE).orElse(0L).doing("how many bytes pass first");
  private static final Key<Long> FOR =
      Keys.durationOrForever("for")
          .orElse(Keys.FOREVER)
          .doing("how long, counted from the first byte kept back");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("stall", "stops delivering and keeps the connection")
          .keys(AFTER, FOR)
          .elsewhere("stops a stream, and datagrams are not one. Use `blackhole` or `latency`.")
          .by(settings -> new Stall(settings.get(AFTER), settings.get(FOR)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(AFTER, afterBytes).with(FOR, forNanos);
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new OnStream(afterBytes, forNanos);
  }

  private static final class OnStream implements StreamFault {
    private final long forNanos;
    private final Delayed<StreamAction> delayed = Delayed.onStream();
    private long untilStall;
    private long releaseNanos = -1;

    OnStream(long afterBytes, long forNanos) {
      this.untilStall = afterBytes;
      this.forNanos = forNanos;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened(), StreamEvent.Passed() -> {}
        case StreamEvent.Arrived arrived -> arrived(arrived.segment(), context);
        case StreamEvent.Ended(StreamAction.Close close) -> {
          if (untilStall > 0) {
            context.act(close);
          } else {
            keepBack(close, 0, context);
          }
        }
        case StreamEvent.Removed() -> delayed.releaseAll(context);
        case StreamEvent.Woken(int token) -> delayed.woken(context);
      }
    }

    private void arrived(Segment segment, Context<StreamAction> context) {
      int passing = (int) Math.min(untilStall, segment.length());
      untilStall -= passing;
      if (passing > 0) {
        context.act(new StreamAction.Deliver(segment.slice(0, passing)));
      }
      if (passing < segment.length()) {
        Segment rest = segment.slice(passing, segment.length());
        keepBack(new StreamAction.Deliver(rest), rest.cost(), context);
      }
    }

    private void keepBack(StreamAction action, long cost, Context<StreamAction> context) {
      if (releaseNanos < 0) {
        releaseNanos = forNanos == Keys.FOREVER ? Delayed.NEVER : context.nowNanos() + forNanos;
      }
      delayed.at(releaseNanos, action, cost, context);
    }

    @Override
    public long delayedCost() {
      return delayed.cost();
    }
  }
}
