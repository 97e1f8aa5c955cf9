package sockproof.proxy.fault;

import sockproof.proxy.core.Context;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamAction.Close;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Settings;

/**
 * Faults that only toxiproxy's API can ask for, since that end whole connections, as a program does
 * that closes its socket. They are no part of the vocabulary, which ends one direction at a time.
 */
public final class Toxics {
  private static final FaultType TYPE =
      FaultType.onStreams("toxic", "a toxic of toxiproxy's API")
          .by(
              settings -> {
                throw new IllegalArgumentException("toxics are not read from plans");
              });

  private Toxics() {}

  /** What all of them have in common. */
  public interface Toxic extends FaultSpec.OnStream {
    @Override
    default FaultType type() {
      return TYPE;
    }

    @Override
    default Settings settings() {
      return Settings.none();
    }
  }

  /**
   * Drops all data; closes the connection after a time, and when it is taken away.
   *
   * @param nanos 0 for never
   */
  public record Timeout(long nanos) implements Toxic {
    @Override
    public StreamFault newStreamFault(Framing framing) {
      return (event, context) -> {
        switch (event) {
          case StreamEvent.Opened() -> {
            if (nanos > 0) {
              context.act(new StreamAction.WakeAt(context.nowNanos() + nanos, 0));
            }
          }
          case StreamEvent.Arrived arrived ->
              context.act(new StreamAction.Discard(arrived.segment().bytes()));
          case StreamEvent.Passed() -> {}
          case StreamEvent.Ended(Close close) -> end(close, context);
          case StreamEvent.Removed _, StreamEvent.Woken _ ->
              context.act(Close.of(Close.How.CLOSE, Close.Order.OVERTAKING));
        }
      };
    }
  }

  /** Drops all data, and resets the connection so long after the first of it, or its end. */
  public record ResetPeer(long nanos) implements Toxic {
    @Override
    public StreamFault newStreamFault(Framing framing) {
      return new ResettingPeer(nanos);
    }
  }

  private static final class ResettingPeer implements StreamFault {
    private final long nanos;
    private boolean armed;

    ResettingPeer(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened _, StreamEvent.Passed _, StreamEvent.Removed _ -> {}
        case StreamEvent.Arrived arrived -> {
          context.act(new StreamAction.Discard(arrived.segment().bytes()));
          arm(context);
        }
        case StreamEvent.Ended(Close close) -> {
          if (close.how() == Close.How.RESET) {
            context.act(close);
          } else {
            arm(context);
          }
        }
        case StreamEvent.Woken(int ignored) ->
            context.act(Close.of(Close.How.RESET, Close.Order.OVERTAKING));
      }
    }

    private void arm(Context<StreamAction> context) {
      if (!armed) {
        armed = true;
        context.act(new StreamAction.WakeAt(context.nowNanos() + nanos, 0));
      }
    }
  }

  /** Lets so many bytes pass, then closes the connection once they have been read. */
  public record LimitData(long bytes) implements Toxic {
    @Override
    public StreamFault newStreamFault(Framing framing) {
      return new LimitingData(bytes);
    }
  }

  private static final class LimitingData implements StreamFault {
    private long left;

    LimitingData(long bytes) {
      this.left = bytes;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened _, StreamEvent.Passed _, StreamEvent.Removed _ -> {}
        case StreamEvent.Woken _ -> {}
        case StreamEvent.Arrived arrived -> {
          Segment segment = arrived.segment();
          int passing = (int) Math.min(left, segment.length());
          left -= passing;
          if (passing > 0) {
            context.act(new StreamAction.Deliver(segment.slice(0, passing)));
          }
          if (passing < segment.length()) {
            context.act(new StreamAction.Discard(segment.bytes().slice(passing, segment.length())));
          }
          if (left == 0) {
            context.act(Close.of(Close.How.CLOSE, Close.Order.AFTER_READ));
          }
        }
        case StreamEvent.Ended(Close close) -> end(close, context);
      }
    }
  }

  private static void end(Close close, Context<StreamAction> context) {
    context.act(
        close.how() == Close.How.RESET ? close : Close.of(Close.How.CLOSE, Close.Order.AFTER_SENT));
  }
}
