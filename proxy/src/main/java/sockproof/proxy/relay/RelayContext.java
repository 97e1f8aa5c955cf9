package sockproof.proxy.relay;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;
import sockproof.proxy.trace.Wire;

/** What all connections of one relay share: settings, clock, trace and numbering. */
final class RelayContext {
  private final RelayConfig config;
  private final RelayRuntime runtime;
  private final @Nullable HoldDesk desk;
  private final History history;
  private final TraceSink trace;
  private final long startNanos = System.nanoTime();
  private final long startEpochNanos;
  private final AtomicInteger lastNumber = new AtomicInteger();
  private final Meters meters = new Meters();
  private volatile Plan plan;

  RelayContext(RelayConfig config, RelayRuntime runtime, @Nullable HoldDesk desk) {
    this.desk = desk;
    this.config = config;
    this.runtime = runtime;
    this.history = new History(config.maxHistoryEvents());
    this.trace = history.and(config.trace());
    this.plan = config.plan();
    Instant now = Instant.now();
    this.startEpochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  RelayConfig config() {
    return config;
  }

  /** Where what comes is released by hand; null for a relay that holds nothing. */
  @Nullable HoldDesk desk() {
    return desk;
  }

  /** The faults as they are now. */
  Plan plan() {
    return plan;
  }

  /** The faults are others from now on, for what is opened later. */
  void plan(Plan other) {
    plan = other;
  }

  /** True when bytes pass without being looked at. */
  boolean isDirect() {
    return plan.isEmpty()
        && config.framing() instanceof Framing.None
        && config.recorded() == RelayConfig.Recorded.FAULTS_AND_ERRORS;
  }

  /** Counts what connections carry. */
  Meters meters() {
    return meters;
  }

  /** Tells that a side of a connection has its addresses. */
  void wired(int connection, Wire.Side side, Supplier<SocketName> local, SocketName peer) {
    if (!isDirect() || config.trace().wantsDetails()) {
      boolean stream = config.listen().medium().isStream();
      trace.told(
          new Wire(connection, stream, side, local.get(), peer, nowNanos(), startEpochNanos));
    }
  }

  /** Tells that the sockets of a connection are closed. */
  void unwired(int connection, boolean reset) {
    trace.told(new TraceDetail.Unwired(connection, reset, nowNanos()));
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
