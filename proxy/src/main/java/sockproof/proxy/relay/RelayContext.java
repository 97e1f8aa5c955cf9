package sockproof.proxy.relay;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/** What all connections of one relay share: settings, clock, trace and numbering. */
final class RelayContext {
  private final RelayConfig config;
  private final RelayRuntime runtime;
  private final @Nullable HoldDesk desk;
  private final History history;
  private final TraceSink trace;
  private final long startNanos = System.nanoTime();
  private final AtomicInteger lastNumber = new AtomicInteger();

  RelayContext(RelayConfig config, RelayRuntime runtime, @Nullable HoldDesk desk) {
    this.desk = desk;
    this.config = config;
    this.runtime = runtime;
    this.history = new History(config.maxHistoryEvents());
    this.trace = history.and(config.trace());
  }

  RelayConfig config() {
    return config;
  }

  /** Where what comes is released by hand; null for a relay that holds nothing. */
  @Nullable HoldDesk desk() {
    return desk;
  }

  RelayRuntime runtime() {
    return runtime;
  }

  History history() {
    return history;
  }

  /** The history, and whoever else listens. */
  TraceSink trace() {
    return trace;
  }

  /** Nanoseconds since the relay started. */
  long nowNanos() {
    return System.nanoTime() - startNanos;
  }

  /** The number of the next connection or session, from 1. */
  int nextNumber() {
    return lastNumber.incrementAndGet();
  }

  /** Records an event of the edge's own. */
  void record(TraceEvent.Kind kind, int connection, @Nullable Direction direction, String text) {
    record(kind, connection, direction, Bytes.empty(), text);
  }

  /** Records an event of the edge's own, with the bytes concerned. */
  void record(
      TraceEvent.Kind kind,
      int connection,
      @Nullable Direction direction,
      Bytes bytes,
      String text) {
    trace.record(new TraceEvent(0, nowNanos(), connection, direction, kind, bytes, text));
  }
}
