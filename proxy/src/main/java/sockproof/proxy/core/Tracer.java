package sockproof.proxy.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/** Writes the events of one connection or session, at the time of its timers. */
record Tracer(TraceSink sink, int connection, Timers timers) {
  void record(@Nullable Direction direction, TraceEvent.Kind kind, Bytes bytes, List<String> by) {
    String text = by.size() == 1 ? by.getFirst() : String.join(", ", by);
    record(direction, kind, bytes, text);
  }

  void record(@Nullable Direction direction, TraceEvent.Kind kind, Bytes bytes, String text) {
    sink.record(new TraceEvent(0, timers.nowNanos(), connection, direction, kind, bytes, text));
  }

  void record(@Nullable Direction direction, TraceEvent.Kind kind) {
    record(direction, kind, Bytes.empty(), "");
  }
}
