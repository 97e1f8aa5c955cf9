package sockproof.proxy.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;

/**
 * What {@link Fragment} does to one direction of one connection. A piece that is not complete waits
 * for more input, unless no framing is known: then it is handed on as far as it has come, because
 * nobody could say whether more is to follow.
 */
final class FragmentStream implements StreamFault {
  private final Cuts cuts;
  private final Fragment.Pace pace;
  private final boolean holdsPieces;
  private Cuts.@Nullable Finder finder;

  /** The piece that is not complete, and where it starts and ends in its message. */
  private final List<Segment> piece = new ArrayList<>();

  private long pieceStart;
  private long pieceEnd;
  private long pieceCost;

  /** Complete pieces, and the end, that wait for their time. */
  private final Delayed<StreamAction> paced = Delayed.onStream();

  private long nextSendNanos;

  FragmentStream(Cuts cuts, Fragment.Pace pace, boolean holdsPieces) {
    this.cuts = cuts;
    this.pace = pace;
    this.holdsPieces = holdsPieces;
  }

  @Override
  public void on(StreamEvent event, Context<StreamAction> context) {
    switch (event) {
      case StreamEvent.Opened() -> finder = cuts.finder(context.random());
      case StreamEvent.Arrived arrived -> arrived(arrived, context);
      case StreamEvent.Passed() -> complete(context);
      case StreamEvent.Removed() -> {
        complete(context);
        paced.releaseAll(context);
      }
      case StreamEvent.Ended(StreamAction.Close end) -> {
        messageEnded(context);
        paced.at(Math.max(lastSendNanos(), context.nowNanos()), end, 0, context);
      }
      case StreamEvent.Woken(int token) -> paced.woken(context);
    }
  }

  @Override
  public long waitingCost() {
    return pieceCost;
  }

  @Override
  public long delayedCost() {
    return paced.cost();
  }

  private void arrived(StreamEvent.Arrived arrived, Context<StreamAction> context) {
    Segment segment = arrived.segment();
    if (arrived.messageOffset() != pieceEnd) {
      complete(context);
      pieceStart = arrived.messageOffset();
      pieceEnd = pieceStart;
    }
    long start = arrived.messageOffset();
    long end = start + segment.length();
    finder().scan(segment.bytes(), start, at -> cut(at, segment, start, context));
    take(segment, start, end);
    if (arrived.endsMessage()) {
      messageEnded(context);
    } else if (!holdsPieces) {
      cut(end - finder().undecided(), segment, start, context);
      complete(context);
    } else if (pieceCost >= MAX_WAITING_COST) {
      complete(context);
    }
  }

  private Cuts.Finder finder() {
    if (finder == null) {
      throw new IllegalStateException("bytes arrived before the fault began");
    }
    return finder;
  }

  /** Ends a piece at an offset, which lies in the segment at hand or in what is held already. */
  private void cut(long at, Segment segment, long start, Context<StreamAction> context) {
    take(segment, start, at);
    if (at < pieceEnd && at > pieceStart) {
      long end = pieceEnd;
      List<Segment> rest = splitHeld(at);
      pieceEnd = at;
      complete(context);
      piece.addAll(rest);
      pieceCost = rest.stream().mapToLong(Segment::cost).sum();
      pieceEnd = end;
    } else if (at == pieceEnd) {
      complete(context);
    }
  }

  /** Takes what stands behind an offset out of what is held, and returns it. */
  private List<Segment> splitHeld(long at) {
    Deque<Segment> rest = new ArrayDeque<>();
    long start = pieceEnd;
    while (start > at) {
      Segment last = piece.removeLast();
      start -= last.length();
      int index = (int) Math.max(0, at - start);
      rest.addFirst(last.slice(index, last.length()));
      if (index > 0) {
        piece.add(last.slice(0, index));
      }
    }
    return List.copyOf(rest);
  }

  /** Adds to the piece what of the segment stands before an offset and was not taken yet. */
  private void take(Segment segment, long start, long end) {
    if (end > pieceEnd) {
      Segment part = segment.slice((int) (pieceEnd - start), (int) (end - start));
      piece.add(part);
      pieceCost += part.cost();
      pieceEnd = end;
    }
  }

  private void messageEnded(Context<StreamAction> context) {
    if (!piece.isEmpty()) {
      Segment last = piece.getLast();
      long lastStart = pieceEnd - last.length();
      finder().ended(pieceEnd, at -> cut(at, last, lastStart, context));
    }
    complete(context);
    pieceStart = 0;
    pieceEnd = 0;
  }

  /** Hands the piece on: as one segment, unless a fault before this one cut it already. */
  private void complete(Context<StreamAction> context) {
    pieceStart = pieceEnd;
    int from = 0;
    for (int i = 0; i < piece.size(); i++) {
      boolean cutBehind = i == piece.size() - 1 || isCut(piece.get(i)) || isCut(piece.get(i + 1));
      if (cutBehind) {
        Segment whole = Segment.join(piece.subList(from, i + 1));
        send(whole.withGate(whole.gate().and(pace.gate())), context);
        from = i + 1;
      }
    }
    piece.clear();
    pieceCost = 0;
  }

  private static boolean isCut(Segment segment) {
    return segment.gate() != Segment.Gate.NONE;
  }

  private void send(Segment whole, Context<StreamAction> context) {
    long due = Math.max(nextSendNanos, context.nowNanos());
    nextSendNanos = due + pace.intervalNanos();
    paced.at(due, new StreamAction.Deliver(whole), whole.cost(), context);
  }

  private long lastSendNanos() {
    return nextSendNanos - pace.intervalNanos();
  }
}
