package sockproof.proxy.fault;

import sockproof.proxy.core.Context;
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
 * Delays FIN. RST passes at once.
 *
 * @param delayNanos how long
 */
public record SlowClose(long delayNanos) implements FaultSpec.OnStream {
  private static final Key<Long> DELAY =
      Keys.duration("delay").mandatory().doing("how long FIN is kept back");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("slow-close", "delays FIN")
          .keys(DELAY)
          .elsewhere("delays the end of a stream, and datagrams have none. Use `latency`.")
          .by(settings -> new SlowClose(settings.get(DELAY)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(DELAY, delayNanos);
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new OnStream(delayNanos);
  }

  private static final class OnStream implements StreamFault {
    private final long delayNanos;
    private final Delayed<StreamAction> delayed = Delayed.onStream();

    OnStream(long delayNanos) {
      this.delayNanos = delayNanos;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened _, StreamEvent.Passed _ -> {}
        case StreamEvent.Arrived arrived ->
            context.act(new StreamAction.Deliver(arrived.segment()));
        case StreamEvent.Ended(StreamAction.Close close) -> {
          if (close.how() == StreamAction.Close.How.FIN) {
            delayed.at(context.nowNanos() + delayNanos, close, 0, context);
          } else {
            context.act(close);
          }
        }
        case StreamEvent.Removed _ -> delayed.releaseAll(context);
        case StreamEvent.Woken _ -> delayed.woken(context);
      }
    }
  }
}
