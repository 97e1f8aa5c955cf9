package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Gathers bytes and delivers them in one segment, so that several messages meet in one recv(). With
 * a known framing it stops at the end of a message only.
 *
 * @param bytes how many bytes are enough, if that matters
 * @param holdNanos how long the first of them waits at most, if that matters
 */
public record Coalesce(Optional<Long> bytes, Optional<Long> holdNanos)
    implements FaultSpec.OnStream {
  private static final Key<Long> BYTES =
      Keys.size("bytes", 1, StreamFault.MAX_WAITING_COST / 2)
          .doing("how many bytes are enough; a message that is under way is waited for");
  private static final Key<Long> HOLD =
      Keys.duration("hold").doing("how long the first byte waits at most");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("coalesce", "holds data back and delivers it in one segment")
          .keys(BYTES, HOLD)
          .group(FaultType.Choice.AT_LEAST_ONE, BYTES, HOLD)
          .elsewhere(
              "joins bytes of a stream, and a datagram is never joined to another. Use `duplicate`"
                  + " or `reorder`.")
          .by(settings -> new Coalesce(settings.find(BYTES), settings.find(HOLD)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(BYTES, bytes).with(HOLD, holdNanos);
  }

  @Override
  public boolean worksOnMessages() {
    return true;
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    boolean seesMessages = !(framing instanceof Framing.None || framing instanceof Framing.Eof);
    return new OnStream(this, seesMessages);
  }

  private static final class OnStream implements StreamFault {
    private final long enoughBytes;
    private final Optional<Long> holdNanos;
    private final boolean seesMessages;
    private final List<Segment> held = new ArrayList<>();
    private long heldBytes;
    private long heldCost;
    private int batch;

    OnStream(Coalesce coalesce, boolean seesMessages) {
      this.enoughBytes = coalesce.bytes.orElse(Long.MAX_VALUE);
      this.holdNanos = coalesce.holdNanos;
      this.seesMessages = seesMessages;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened() -> {}
        case StreamEvent.Arrived arrived -> arrived(arrived, context);
        case StreamEvent.Passed _, StreamEvent.Removed _ -> release(context);
        case StreamEvent.Ended(StreamAction.Close close) -> {
          release(context);
          context.act(close);
        }
        case StreamEvent.Woken(int token) -> {
          if (token == batch) {
            release(context);
          }
        }
      }
    }

    private void arrived(StreamEvent.Arrived arrived, Context<StreamAction> context) {
      if (held.isEmpty() && holdNanos.isPresent()) {
        context.act(new StreamAction.WakeAt(context.nowNanos() + holdNanos.get(), batch));
      }
      held.add(arrived.segment());
      heldBytes += arrived.segment().length();
      heldCost += arrived.segment().cost();
      boolean enough = heldBytes >= enoughBytes && (arrived.endsMessage() || !seesMessages);
      if (enough || (waitsForInput() && heldCost >= MAX_WAITING_COST)) {
        release(context);
      }
    }

    private void release(Context<StreamAction> context) {
      if (!held.isEmpty()) {
        Segment joined = Segment.join(held).withGate(Segment.Gate.OWN_SEND);
        held.clear();
        heldBytes = 0;
        heldCost = 0;
        batch++;
        context.act(new StreamAction.Deliver(joined));
      }
    }

    /** Whether more input alone can release what is held; a time alone cannot fill the memory. */
    private boolean waitsForInput() {
      return enoughBytes < Long.MAX_VALUE;
    }

    @Override
    public long waitingCost() {
      return waitsForInput() ? heldCost : 0;
    }

    @Override
    public long delayedCost() {
      return waitsForInput() ? 0 : heldCost;
    }
  }
}
