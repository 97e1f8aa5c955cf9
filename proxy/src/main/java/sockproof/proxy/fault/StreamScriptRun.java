package sockproof.proxy.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamAction.Close;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.fault.StreamScript.Ending;
import sockproof.proxy.fault.StreamScript.Step;

/** A {@link StreamScript} on one direction of one connection. */
final class StreamScriptRun implements StreamFault {
  private final Deque<List<Step>> pieces;
  private final Deque<Segment> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long waitingCost;
  private long arrived;
  private boolean holds;
  private boolean closed;
  private boolean lastWasPiece;
  private @Nullable Close end;

  StreamScriptRun(List<Step> steps) {
    pieces = new ArrayDeque<>(StreamScript.pieces(steps));
  }

  @Override
  public void on(StreamEvent event, Context<StreamAction> context) {
    switch (event) {
      case StreamEvent.Opened _ -> play(context);
      case StreamEvent.Arrived arrival -> arrived(arrival.segment(), context);
      case StreamEvent.Ended(Close close) -> {
        if (closed) {
          context.act(close); // a reset that follows the sender's FIN
        } else {
          end = close;
          play(context);
        }
      }
      case StreamEvent.Passed _, StreamEvent.Removed _ -> giveUp(context);
      case StreamEvent.Woken _ -> {}
    }
  }

  private void arrived(Segment segment, Context<StreamAction> context) {
    arrived += segment.length();
    if (holds && waitingCost + segment.cost() > MAX_WAITING_COST) {
      context.act(new StreamAction.Discard(segment.bytes()));
      return;
    }
    waiting.add(segment);
    waitingBytes += segment.length();
    waitingCost += segment.cost();
    play(context);
    if (!holds && waitingCost > MAX_WAITING_COST) {
      giveUp(context);
    }
  }

  /** The stream is not the one that the script was made for: the rest passes as it is. */
  private void giveUp(Context<StreamAction> context) {
    pieces.clear();
    holds = false;
    if (!closed) {
      play(context);
    }
  }

  private void play(Context<StreamAction> context) {
    while (!pieces.isEmpty()) {
      List<Step> piece = pieces.remove();
      boolean done =
          switch (piece.getFirst()) {
            case Step.Flow(long count) -> flow(count, context);
            case Step.End(Ending how) -> end(how, context);
            case Step.Pass _, Step.Add _, Step.Drop _ -> piece(piece, context);
          };
      if (!done) {
        return;
      }
    }
    if (!holds && !closed) {
      flow(waitingBytes, context);
      passEnd(context);
    }
  }

  private boolean flow(long count, Context<StreamAction> context) {
    long left = count;
    while (left > 0 && waitingBytes > 0) {
      Segment segment = take(left);
      left -= segment.length();
      context.act(new StreamAction.Deliver(segment));
      lastWasPiece = false;
    }
    if (left > 0 && end == null) {
      pieces.addFirst(List.of(new Step.Flow(left)));
      return false;
    }
    return true;
  }

  private boolean end(Ending how, Context<StreamAction> context) {
    if (how == Ending.HOLD) {
      holds = true;
      return true;
    }
    while (waitingBytes > 0) {
      context.act(new StreamAction.Discard(take(waitingBytes).bytes()));
    }
    closed = true;
    Close.How ending = how == Ending.FIN ? Close.How.FIN : Close.How.RESET;
    context.act(new Close(ending, Close.Order.AFTER_READ, List.of()));
    return true;
  }

  private boolean piece(List<Step> steps, Context<StreamAction> context) {
    if (!isReady(steps)) {
      pieces.addFirst(steps);
      return false;
    }
    List<Segment> parts = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Add(Bytes bytes, long once, boolean joined)) {
        parts.add(Segment.plain(bytes));
        continue;
      }
      for (long left = step.taken(); left > 0 && waitingBytes > 0; ) {
        Segment segment = take(left);
        left -= segment.length();
        if (step instanceof Step.Drop) {
          context.act(new StreamAction.Discard(segment.bytes()));
        } else {
          parts.add(segment);
        }
      }
    }
    if (!parts.isEmpty()) {
      Segment whole = Segment.join(parts).withGate(Segment.Gate.LOCKSTEP);
      context.act(new StreamAction.Deliver(whole));
      lastWasPiece = true;
    }
    return true;
  }

  /** All that belongs to the piece is there, or will never come. */
  private boolean isReady(List<Step> steps) {
    long needed = steps.stream().mapToLong(Step::taken).sum();
    long once =
        switch (steps.getFirst()) {
          case Step.Pass pass -> pass.once();
          case Step.Add add -> add.once();
          case Step.Drop _, Step.Flow _, Step.End _ -> 0;
        };
    return end != null || (waitingBytes >= needed && arrived >= once);
  }

  /** The first of the bytes that wait, at most so many and no more than arrived together. */
  private Segment take(long atMost) {
    Segment first = waiting.remove();
    waitingCost -= first.cost();
    Segment taken = first.slice(0, (int) Math.min(atMost, first.length()));
    if (taken.length() < first.length()) {
      Segment rest = first.slice(taken.length(), first.length());
      waiting.addFirst(rest);
      waitingCost += rest.cost();
    }
    waitingBytes -= taken.length();
    return taken;
  }

  /** The sender's own end: as it came, but never together with a piece before it. */
  private void passEnd(Context<StreamAction> context) {
    Close close = end;
    if (close != null) {
      end = null;
      closed = true;
      context.act(
          lastWasPiece ? new Close(close.how(), Close.Order.AFTER_READ, close.by()) : close);
    }
  }

  @Override
  public long waitingCost() {
    return waitingCost;
  }
}
