package sockproof.proxy.core.hold;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.MessageTracker;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.hold.StreamRecord.Joint;
import sockproof.proxy.core.hold.StreamRecord.Passed;

/**
 * The bytes that wait, as runs of one origin each, and the record of what has left. Dropped runs
 * keep their place until what stands before them has left, so that the record has the order of the
 * stream; they take up no positions.
 */
final class HeldRuns {
  /** How much is kept of what has left. */
  static final int MAX_RECORD_BYTES = 4 << 20;

  private static final int OVERHEAD_BYTES = 64;
  private static final int MAX_STRANDED = 1000;

  private record Run(Bytes bytes, Origin origin, boolean dropped) {
    int width() {
      return dropped ? 0 : bytes.length();
    }

    Run part(int from, int to) {
      return new Run(bytes.slice(from, to), origin, dropped);
    }

    Passed passed(Joint joint, long arrived) {
      return dropped
          ? new Passed.Dropped(bytes, origin)
          : new Passed.Sent(bytes, origin, joint, arrived);
    }
  }

  private final List<Run> runs = new ArrayList<>();
  private final List<Run> stranded = new ArrayList<>();
  private final List<Passed> passed = new ArrayList<>();
  private final MessageTracker tracker;
  private long front;
  private int length;
  private long arrivedBytes;
  private long recordedBytes;
  private boolean complete = true;

  HeldRuns(Framing framing) {
    tracker = new MessageTracker(framing instanceof Framing.None ? new Framing.Line() : framing);
  }

  long front() {
    return front;
  }

  long back() {
    return front + length;
  }

  int length() {
    return length;
  }

  long cost() {
    return length + (long) runs.size() * OVERHEAD_BYTES;
  }

  /** What waits, in a sentence's second half. */
  String inWords() {
    if (length == 0) {
      return "nothing waits";
    }
    return length == 1
        ? "only byte " + front + " waits"
        : "bytes " + front + " to " + (back() - 1) + " wait";
  }

  /** Bytes of the sender come behind all that waits. */
  void add(Bytes bytes) {
    arrivedBytes += bytes.length();
    runs.add(new Run(bytes, Origin.GENUINE, false));
    length += bytes.length();
  }

  /** Bytes that come too late to wait. */
  void lost(Bytes bytes, Origin origin) {
    record(new Passed.Dropped(bytes, origin), bytes);
  }

  /** Nobody is left to take what waits. */
  Bytes strand() {
    Bytes all = slice(front, back());
    runs.stream().filter(run -> !run.dropped()).forEach(stranded::add);
    runs.removeIf(run -> !run.dropped());
    length = 0;
    release(0, false);
    return all;
  }

  /** Bytes of the sender come when nobody is left to take them. */
  void stranded(Bytes bytes) {
    if (stranded.size() < MAX_STRANDED) {
      stranded.add(new Run(bytes, Origin.GENUINE, false));
    }
  }

  /** The stream ends here. */
  void ended(StreamAction.Close.How how, boolean byHand) {
    record(new Passed.Ended(how, byHand), Bytes.empty());
  }

  /**
   * Lets bytes go, and whatever was dropped before and right behind them.
   *
   * @param count how many; they wait
   * @param apart whether the receiver reads everything before them first
   */
  Bytes release(int count, boolean apart) {
    List<Bytes> parts = new ArrayList<>();
    int left = count;
    Joint joint = apart ? Joint.APART : Joint.FLOWING;
    while (!runs.isEmpty() && (left > 0 || runs.getFirst().dropped())) {
      Run run = runs.removeFirst();
      Run going = run.width() > left ? run.part(0, left) : run;
      if (run.width() > left) {
        runs.addFirst(run.part(left, run.width()));
      }
      record(going.passed(joint, arrivedBytes), going.bytes());
      if (!going.dropped()) {
        left -= going.width();
        joint = apart ? Joint.JOINED : Joint.FLOWING;
        parts.add(going.bytes());
        tracker.takeAll(going.bytes());
      }
    }
    front += count;
    length -= count;
    return Bytes.concat(parts);
  }

  private void record(Passed what, Bytes bytes) {
    recordedBytes += bytes.length() + OVERHEAD_BYTES;
    complete &= recordedBytes <= MAX_RECORD_BYTES;
    if (complete) {
      passed.add(what);
    }
  }

  /** How many bytes wait up to the end of the message; 0 when it does not end in them. */
  int messageLength() {
    MessageTracker ahead = tracker.copy();
    int count = 0;
    for (Run run : runs) {
      if (run.width() > 0) {
        count += ahead.take(run.bytes(), 0);
        if (ahead.ended()) {
          return count;
        }
      }
    }
    return 0;
  }

  /** Bytes come before a position. */
  void insert(long at, Bytes bytes, Origin origin) {
    runs.add(split(at), new Run(bytes, origin, false));
    length += bytes.length();
  }

  /** Bytes are dropped. */
  Bytes drop(long from, long to) {
    Bytes dropped = slice(from, to);
    int first = split(from);
    int end = split(to);
    for (int i = first; i < end; i++) {
      Run run = runs.get(i);
      runs.set(i, new Run(run.bytes(), run.origin(), true));
    }
    length -= dropped.length();
    return dropped;
  }

  /** The index of the run that begins at a position, which is made to exist. */
  private int split(long at) {
    long start = front;
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      if (at <= start) {
        return i;
      }
      if (at < start + run.width()) {
        int within = (int) (at - start);
        runs.set(i, run.part(0, within));
        runs.add(i + 1, run.part(within, run.width()));
        return i + 1;
      }
      start += run.width();
    }
    return runs.size();
  }

  /** The waiting bytes between two positions. */
  Bytes slice(long from, long to) {
    List<Bytes> parts = new ArrayList<>();
    long start = front;
    for (Run run : runs) {
      int low = (int) Math.max(from - start, 0);
      int high = (int) Math.min(to - start, run.width());
      if (low < high) {
        parts.add(run.bytes().slice(low, high));
      }
      start += run.width();
    }
    return Bytes.concat(parts);
  }

  /** Which of the waiting bytes did not come from the sender. */
  List<StreamView.Mark> marks() {
    List<StreamView.Mark> marks = new ArrayList<>();
    long start = front;
    for (Run run : runs) {
      if (run.width() > 0 && run.origin() != Origin.GENUINE) {
        marks.add(new StreamView.Mark(start, start + run.width(), run.origin()));
      }
      start += run.width();
    }
    return marks;
  }

  StreamRecord record(boolean endWaits) {
    List<Passed> waiting =
        Stream.concat(stranded.stream(), runs.stream())
            .map(run -> run.passed(Joint.FLOWING, arrivedBytes))
            .toList();
    return new StreamRecord(List.copyOf(passed), waiting, endWaits, complete);
  }
}
