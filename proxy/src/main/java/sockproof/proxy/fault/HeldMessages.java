package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;

/**
 * Holds each message until all of it is there, changes it as a whole and hands it on. A message
 * that is longer than {@link #MAX_WAITING_BYTES} is taken in parts of that length.
 */
final class HeldMessages implements StreamFault {
  private final BiFunction<List<Segment>, Context<StreamAction>, List<Segment>> change;
  private final List<Segment> held = new ArrayList<>();
  private long heldBytes;

  HeldMessages(BiFunction<List<Segment>, Context<StreamAction>, List<Segment>> change) {
    this.change = change;
  }

  @Override
  public void on(StreamEvent event, Context<StreamAction> context) {
    switch (event) {
      case StreamEvent.Opened _, StreamEvent.Woken _ -> {}
      case StreamEvent.Arrived arrived -> {
        held.add(arrived.segment());
        heldBytes += arrived.segment().length();
        if (arrived.endsMessage() || heldBytes >= MAX_WAITING_BYTES) {
          release(context);
        }
      }
      case StreamEvent.Passed() -> release(context);
      case StreamEvent.Ended(StreamAction.Close close) -> {
        release(context);
        context.act(close);
      }
    }
  }

  private void release(Context<StreamAction> context) {
    if (!held.isEmpty()) {
      List<Segment> changed = change.apply(List.copyOf(held), context);
      held.clear();
      heldBytes = 0;
      changed.forEach(segment -> context.act(new StreamAction.Deliver(segment)));
    }
  }

  @Override
  public long waitingBytes() {
    return heldBytes;
  }
}
