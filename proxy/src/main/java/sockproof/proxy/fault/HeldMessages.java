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
 * that costs more than {@link #MAX_WAITING_COST} to hold is taken in parts.
 */
final class HeldMessages implements StreamFault {
  private final BiFunction<List<Segment>, Context<StreamAction>, List<Segment>> change;
  private final List<Segment> held = new ArrayList<>();
  private long heldCost;

  HeldMessages(BiFunction<List<Segment>, Context<StreamAction>, List<Segment>> change) {
    this.change = change;
  }

  @Override
  public void on(StreamEvent event, Context<StreamAction> context) {
    switch (event) {
      case StreamEvent.Opened _, StreamEvent.Woken _ -> {}
      case StreamEvent.Arrived arrived -> {
        held.add(arrived.segment());
        heldCost += arrived.segment().cost();
        if (arrived.endsMessage() || heldCost >= MAX_WAITING_COST) {
          release(context);
        }
      }
      case StreamEvent.Passed _, StreamEvent.Removed _ -> release(context);
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
      heldCost = 0;
      changed.forEach(segment -> context.act(new StreamAction.Deliver(segment)));
    }
  }

  @Override
  public long waitingCost() {
    return heldCost;
  }
}
