package sockproof.proxy.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One fault of one direction together with what is common to all faults: its condition, its
 * probability, its name in the trace. The fault sees only what they select; the rest goes past it,
 * in order, behind whatever the fault still holds.
 */
final class StreamStage implements StreamFlow, Context<StreamAction> {
  /** Bytes or an end on their way to the fault, or past it. */
  private sealed interface Item {
    boolean selected();

    record Run(Segment segment, long messageOffset, boolean endsMessage, boolean selected)
        implements Item {}

    record End(StreamAction.Close close, boolean selected) implements Item {}
  }

  private final FaultName name;
  private final StreamFault fault;
  private final Selection selection;
  private final boolean drawEach;
  private final @Nullable MessageTracker tracker;
  private final RandomGenerator random;
  private final StreamLane lane;
  private final boolean tracked;
  private StreamFlow next;

  private final Deque<Item> waiting = new ArrayDeque<>();
  private long waitingCost;
  private long streamOffset;
  private boolean messageChosen;
  private boolean lastSelected;
  private boolean begun;
  private boolean toldPassed = true;
  private boolean senderEnded;
  private boolean closed;
  private boolean reset;
  private boolean inputEnded;
  private boolean removed;
  private int pauses;
  private @Nullable Object given;

  /**
   * A stage.
   *
   * @param tracked true if the fault, or its condition, works on messages
   * @param drawEach true if the probability is drawn for each message
   * @param next where to hand on to; what has come there already has gone past here
   */
  StreamStage(
      String name,
      StreamFault fault,
      Selection selection,
      boolean drawEach,
      boolean tracked,
      RandomGenerator random,
      StreamLane lane,
      StreamFlow next) {
    this.name = new FaultName(name);
    this.fault = fault;
    this.selection = selection;
    this.drawEach = drawEach;
    this.tracked = tracked;
    this.random = random;
    this.lane = lane;
    this.next = next;
    this.streamOffset = next.offset();
    MessageTracker messages = next.messages();
    this.tracker = messages == null ? null : messages.copy();
    this.messageChosen =
        !tracked
            || tracker == null
            || (tracker.offset() > 0 && selection.choosesMessage(tracker.number(), drawEach));
    this.lastSelected = !choosesRuns();
  }

  /** The connection is open. */
  void opened() {
    long after = selection.when().afterNanos();
    long until = selection.when().untilNanos();
    if (!choosesRuns()) {
      if (after == 0) {
        begin();
      } else {
        lane.timers().at(lane.openedNanos() + after, this::begin);
      }
    }
    if (until != Long.MAX_VALUE) {
      lane.timers().at(lane.openedNanos() + until, this::timeIsOver);
    }
  }

  /** What it costs to hold what waits in this stage for time to pass, in bytes. */
  long delayedCost() {
    return waitingCost + fault.delayedCost();
  }

  private boolean choosesRuns() {
    return selection.when().choosesMessages() || selection.when().choosesBytes() || drawEach;
  }

  /** From now on hands on to another stage, which nothing has gone past yet. */
  void handOnTo(StreamFlow other) {
    next = other;
  }

  /** The fault is taken out of the plan: all that waits here goes on, in order. */
  void remove() {
    if (closed) {
      return;
    }
    if (begun) {
      show(new StreamEvent.Removed());
    }
    if (fault.waitingCost() + fault.delayedCost() > 0) {
      throw new IllegalStateException(name.name() + " kept something back when it was removed");
    }
    removed = true;
    for (Item item = waiting.poll(); item != null && !closed; item = waiting.poll()) {
      switch (item) {
        case Item.Run run -> next.segment(run.segment());
        case Item.End end -> next.end(end.close());
      }
    }
    waitingCost = 0;
    pause(-pauses);
  }

  @Override
  public long offset() {
    return streamOffset;
  }

  @Override
  public @Nullable MessageTracker messages() {
    return tracker;
  }

  @Override
  public void segment(Segment segment) {
    if (closed || inputEnded) {
      lane.discardedBy(segment.bytes(), name);
      return;
    }
    int from = 0;
    while (from < segment.length()) {
      int end = segment.length();
      long messageOffset = streamOffset;
      boolean endsMessage = false;
      if (tracked && tracker != null) {
        messageOffset = tracker.offset();
        if (messageOffset == 0) {
          messageChosen = selection.choosesMessage(tracker.number(), drawEach);
        }
        end = tracker.take(segment.bytes(), from);
        endsMessage = tracker.ended();
      }
      enqueue(segment, from, end, messageOffset, endsMessage);
      from = end;
    }
    if (!tracked && tracker != null) {
      tracker.takeAll(segment.bytes());
    }
    drain();
  }

  /** Puts the part of one message in line, cut where the chosen range of bytes begins or ends. */
  private void enqueue(Segment segment, int start, int end, long offset, boolean endsMessage) {
    long messageOffset = offset;
    boolean inTime = isInTime();
    for (int from = start; from < end; ) {
      int to = (int) Math.min(end, from + Math.min(end, selection.runFrom(streamOffset)));
      lastSelected = inTime && messageChosen && selection.when().includesByte(streamOffset);
      Segment run = segment.slice(from, to);
      waiting.add(new Item.Run(run, messageOffset, endsMessage && to == end, lastSelected));
      waitingCost += run.cost();
      messageOffset += to - from;
      streamOffset += to - from;
      from = to;
    }
  }

  @Override
  public void end(StreamAction.Close close) {
    if (inputEnded && close.how() == StreamAction.Close.How.FIN) {
      return; // from a fault that is no longer in the plan, and once more from the sender
    }
    inputEnded = true;
    if (!closed) {
      waiting.add(new Item.End(close, lastSelected && isInTime()));
      drain();
    } else if (close.how() == StreamAction.Close.How.RESET && !reset) {
      reset = true; // the fault closed with FIN only; the sender's reset goes past it
      next.end(close);
    }
  }

  private boolean isInTime() {
    return selection.when().includesTime(lane.timers().nowNanos() - lane.openedNanos());
  }

  private void begin() {
    if (!begun && !closed && !removed) {
      begun = true;
      toldPassed = false;
      show(new StreamEvent.Opened());
    }
  }

  private void timeIsOver() {
    if (begun && !closed && !removed) {
      passing();
      drain();
    }
  }

  /** Lets go what is first in line, as long as the order allows it. */
  private void drain() {
    while (!closed && !waiting.isEmpty()) {
      Item item = waiting.element();
      if (!item.selected()) {
        passing();
        if (closed || fault.waitingCost() + fault.delayedCost() > 0) {
          return;
        }
      }
      waiting.remove();
      switch (item) {
        case Item.Run run -> {
          waitingCost -= run.segment().cost();
          if (run.selected()) {
            showRun(run);
          } else {
            next.segment(run.segment());
          }
        }
        case Item.End end when end.selected() -> {
          begin();
          senderEnded = true;
          given = end.close();
          show(new StreamEvent.Ended(end.close()));
        }
        case Item.End end -> next.end(end.close());
      }
    }
  }

  private void showRun(Item.Run run) {
    begin();
    toldPassed = false;
    given = run.segment();
    show(new StreamEvent.Arrived(run.segment(), run.messageOffset(), run.endsMessage()));
  }

  private void passing() {
    if (begun && !toldPassed) {
      toldPassed = true;
      show(new StreamEvent.Passed());
    }
  }

  private void show(StreamEvent event) {
    if (!closed) {
      fault.on(event, this);
    }
    given = null;
  }

  private void woken(int token) {
    if (removed) {
      return;
    }
    show(new StreamEvent.Woken(token));
    drain();
  }

  @Override
  public long nowNanos() {
    return lane.timers().nowNanos();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void act(StreamAction action) {
    if (closed) {
      throw new IllegalStateException(name.name() + " acted after it had closed the direction");
    }
    switch (action) {
      case StreamAction.Deliver(Segment segment) ->
          next.segment(isGiven(segment) ? segment : segment.shapedBy(name));
      case StreamAction.Discard(Bytes bytes) -> lane.discardedBy(bytes, name);
      case StreamAction.Close close -> close(close);
      case StreamAction.Pause() -> pause(1);
      case StreamAction.Resume() -> pause(-1);
      case StreamAction.WakeAt(long timeNanos, int token) ->
          lane.timers().at(timeNanos, () -> woken(token));
    }
  }

  private void pause(int change) {
    pauses += change;
    lane.paused(change);
  }

  private void close(StreamAction.Close close) {
    if (senderEnded && close.how() == StreamAction.Close.How.FIN) {
      handOn(close); // the sender's own, now or late; RST may still follow, from it or the fault
      return;
    }
    closed = true;
    reset = close.how() == StreamAction.Close.How.RESET;
    for (Item item : waiting) {
      if (item instanceof Item.Run run) {
        lane.discardedBy(run.segment().bytes(), name);
      }
    }
    waiting.clear();
    waitingCost = 0;
    pause(-pauses);
    handOn(close);
  }

  private void handOn(StreamAction.Close close) {
    next.end(isGiven(close) ? close : close.shapedBy(name));
  }

  @SuppressWarnings("ReferenceEquality") // the very object that came in, not one that equals it
  private boolean isGiven(Object handedOn) {
    return handedOn == given;
  }
}
