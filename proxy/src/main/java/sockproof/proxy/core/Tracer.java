package sockproof.proxy.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/** Writes the events of one connection or session, at the time of its timers. */
record Tracer(TraceSink sink, int connection, Timers timers) {
  void record(@Nullable Direction direction, TraceEvent.Kind kind, Bytes bytes, List<String> by) {
    record(direction, kind, bytes, by, by, timers.nowNanos());
  }

  /**
   * Records what faults did.
   *
   * @param notes what a reader is told
   * @param by the names of the faults
   * @param sinceNanos when the oldest of the bytes arrived
   */
  void record(
      @Nullable Direction direction,
      TraceEvent.Kind kind,
      Bytes bytes,
      List<String> notes,
      List<String> by,
      long sinceNanos) {
    String text = notes.size() == 1 ? notes.getFirst() : String.join(", ", notes);
    long now = timers.nowNanos();
    sink.record(new TraceEvent(0, now, connection, direction, kind, bytes, text, by, sinceNanos));
  }

  void record(@Nullable Direction direction, TraceEvent.Kind kind, Bytes bytes, String text) {
    sink.record(new TraceEvent(0, timers.nowNanos(), connection, direction, kind, bytes, text));
  }

  void record(@Nullable Direction direction, TraceEvent.Kind kind) {
    record(direction, kind, Bytes.empty(), "");
  }
}
