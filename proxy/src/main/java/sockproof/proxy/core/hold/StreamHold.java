package sockproof.proxy.core.hold;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.core.StreamAction.Close.Order;

/**
 * One direction of a stream that is held and released by hand: a deterministic function of what
 * arrives and of the user's commands to actions. Where one send of the sender ends, a cut is set.
 */
public final class StreamHold {
  /** How much may be added by hand to what waits. */
  static final int MAX_WAITING_BYTES = 4 << 20;

  private static final List<String> BY_HAND = List.of("by hand");

  private final Consumer<StreamAction> out;
  private final HeldRuns runs;
  private final TreeSet<Long> cuts = new TreeSet<>();
  private @Nullable How end;
  private boolean holding;
  private boolean ended;
  private boolean reset;
  private boolean gone;
  private long version;

  /**
   * A hold.
   *
   * @param framing where a message ends
   * @param holding whether it holds from the beginning
   * @param out carries out deliveries, ends and discards
   */
  public StreamHold(Framing framing, boolean holding, Consumer<StreamAction> out) {
    this.out = out;
    this.holding = holding;
    this.runs = new HeldRuns(framing);
  }

  /** Bytes arrived from the sender. */
  public void arrived(Segment segment) {
    version++;
    if (gone) {
      runs.stranded(segment.bytes());
      out.accept(new StreamAction.Discard(segment.bytes()));
    } else if (ended || end != null) {
      runs.lost(segment.bytes(), Origin.GENUINE);
      out.accept(new StreamAction.Discard(segment.bytes()));
    } else if (holding) {
      if (runs.length() > 0) {
        cuts.add(runs.back());
      }
      runs.add(segment.bytes());
    } else {
      runs.add(segment.bytes());
      runs.release(segment.length(), false);
      out.accept(new StreamAction.Deliver(segment));
    }
  }

  /** The sender ended the stream; RST may follow FIN. */
  public void ended(StreamAction.Close close) {
    version++;
    if (gone || reset || (ended && close.how() != How.RESET)) {
      return;
    }
    if (holding && !ended) {
      // After FIN only RST says anything new.
      end = end == How.RESET ? end : close.how();
    } else {
      close(close, false);
    }
  }

  /** Nobody is left to take what waits. */
  public void abandon() {
    if (!gone) {
      version++;
      gone = true;
      end = null;
      cuts.clear();
      Bytes stranded = runs.strand();
      if (!stranded.isEmpty()) {
        out.accept(new StreamAction.Discard(stranded));
      }
    }
  }

  /**
   * Carries out a command.
   *
   * @throws HoldException when it makes no sense as things stand; nothing has happened then
   */
  public void apply(HoldCommand command) {
    if (command instanceof HoldCommand.Hold(boolean on)) {
      hold(on);
    } else if (command instanceof StreamCommand onStream) {
      requireOpen();
      carryOut(onStream);
    } else {
      throw new HoldException("a stream has no datagrams");
    }
    version++;
  }

  private void hold(boolean on) {
    if (!on && holding && !ended && !gone) {
      releaseAll();
    }
    holding = on;
  }

  private void carryOut(StreamCommand command) {
    switch (command) {
      case StreamCommand.Cut(long at) -> cut(at);
      case StreamCommand.Join(long at) -> {
        if (!cuts.remove(at)) {
          throw new HoldException("there is no cut before byte " + at);
        }
      }
      case StreamCommand.Coalesce() -> {
        requireWaiting();
        cuts.clear();
      }
      case StreamCommand.ReleasePiece() -> releasePiece();
      case StreamCommand.ReleaseBytes(int count) -> releaseBytes(count);
      case StreamCommand.ReleaseMessage() -> release(messageLength());
      case StreamCommand.ReleaseAll() -> {
        if (end == null) {
          requireWaiting();
        }
        releaseAll();
      }
      case StreamCommand.Drop(long from, long to) -> drop(from, to);
      case StreamCommand.Duplicate(long from, long to) -> {
        requireRange(from, to);
        insert(to, runs.slice(from, to), Origin.DUPLICATE);
      }
      case StreamCommand.Forge(long at, Bytes bytes) -> forge(at, bytes);
      case StreamCommand.Reset() -> closeByHand(How.RESET);
      case StreamCommand.HalfClose() -> closeByHand(How.FIN);
    }
  }

  private void requireOpen() {
    if (gone) {
      throw new HoldException("the receiver is gone");
    }
    if (ended) {
      throw new HoldException("the stream has been ended this way");
    }
  }

  private void requireWaiting() {
    if (runs.length() == 0) {
      throw new HoldException("nothing waits");
    }
  }

  private void requireRange(long from, long to) {
    if (from < runs.front() || to > runs.back() || from >= to) {
      throw new HoldException("bytes " + from + " to " + to + " do not wait; " + runs.inWords());
    }
  }

  private void cut(long at) {
    if (at <= runs.front() || at >= runs.back()) {
      throw new HoldException(
          "a cut goes between two bytes that wait, and not before byte "
              + at
              + "; "
              + runs.inWords());
    }
    cuts.add(at);
  }

  private void releasePiece() {
    if (runs.length() == 0 && end != null) {
      releaseEnd();
      return;
    }
    requireWaiting();
    release(cuts.isEmpty() ? runs.length() : (int) (cuts.first() - runs.front()));
  }

  private void releaseBytes(int count) {
    if (count < 1 || count > runs.length()) {
      throw new HoldException("cannot release " + count + " bytes; " + runs.inWords());
    }
    release(count);
  }

  private int messageLength() {
    requireWaiting();
    int length = runs.messageLength();
    if (length == 0) {
      throw new HoldException("no message ends in what waits");
    }
    return length;
  }

  private void releaseAll() {
    while (runs.length() > 0) {
      releasePiece();
    }
    if (end != null) {
      releaseEnd();
    }
  }

  private void release(int count) {
    Bytes bytes = runs.release(count, true);
    cuts.headSet(runs.front(), true).clear();
    Segment released = new Segment(bytes, Segment.Gate.LOCKSTEP, BY_HAND, Segment.UNKNOWN);
    out.accept(new StreamAction.Deliver(released));
  }

  private void releaseEnd() {
    How how = end == null ? How.FIN : end;
    end = null;
    close(new StreamAction.Close(how, Order.AFTER_READ, BY_HAND), false);
  }

  private void drop(long from, long to) {
    requireRange(from, to);
    Bytes dropped = runs.drop(from, to);
    long shift = to - from;
    moveCuts(from, at -> at < to ? from : at - shift);
    out.accept(new StreamAction.Discard(dropped));
  }

  private void forge(long at, Bytes bytes) {
    if (bytes.isEmpty()) {
      throw new HoldException("there are no bytes to add");
    }
    if (at < runs.front() || at > runs.back()) {
      throw new HoldException("cannot add bytes before byte " + at + "; " + runs.inWords());
    }
    insert(at, bytes, Origin.FORGED);
  }

  private void insert(long at, Bytes bytes, Origin origin) {
    if ((long) runs.length() + bytes.length() > MAX_WAITING_BYTES) {
      throw new HoldException("too many bytes wait already");
    }
    runs.insert(at, bytes, origin);
    moveCuts(at, cut -> cut + bytes.length());
    addCut(at);
    addCut(at + bytes.length());
  }

  /** Moves the cuts at or after a position, and forgets those that lie between no two bytes. */
  private void moveCuts(long from, java.util.function.LongUnaryOperator move) {
    List<Long> after = List.copyOf(cuts.tailSet(from, true));
    after.forEach(cuts::remove);
    after.forEach(at -> addCut(move.applyAsLong(at)));
  }

  private void addCut(long at) {
    if (at > runs.front() && at < runs.back()) {
      cuts.add(at);
    }
  }

  private void closeByHand(How how) {
    end = null;
    discardWaiting();
    close(new StreamAction.Close(how, Order.AFTER_READ, BY_HAND), true);
  }

  private void discardWaiting() {
    if (runs.length() > 0) {
      out.accept(new StreamAction.Discard(runs.drop(runs.front(), runs.back())));
    }
    runs.release(0, false);
    cuts.clear();
  }

  private void close(StreamAction.Close close, boolean byHand) {
    ended = true;
    reset |= close.how() == How.RESET;
    runs.ended(close.how(), byHand);
    out.accept(close);
  }

  /** What it costs to hold what waits, in bytes. */
  public long cost() {
    return runs.cost();
  }

  /** Grows whenever {@link #view} may have changed. */
  public long version() {
    return version;
  }

  /** What waits. */
  public StreamView view() {
    return new StreamView(
        holding,
        runs.front(),
        runs.slice(runs.front(), runs.back()),
        List.copyOf(cuts),
        runs.marks(),
        Optional.ofNullable(end),
        ended || gone);
  }

  /** What became of all that came. */
  public StreamRecord record() {
    return runs.record(end != null);
  }
}
