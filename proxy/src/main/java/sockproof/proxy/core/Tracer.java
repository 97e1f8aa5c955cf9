package sockproof.proxy.core;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/** Writes the events of one connection or session, at the time of its timers. */
record Tracer(TraceSink sink, int connection, Timers timers) {
  void record(
      @Nullable Direction direction, TraceEvent.Kind kind, Bytes bytes, Collection<String> by) {
    record(direction, kind, bytes, String.join(", ", by));
  }

  void record(@Nullable Direction direction, TraceEvent.Kind kind, Bytes bytes, String text) {
    sink.record(new TraceEvent(0, timers.nowNanos(), connection, direction, kind, bytes, text));
  }

  void record(@Nullable Direction direction, TraceEvent.Kind kind) {
    record(direction, kind, Bytes.empty(), "");
  }
}
