package sockproof.proxy.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sockproof.proxy.capture.draw.Drawer;
import sockproof.proxy.capture.draw.Gap;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;
import sockproof.proxy.trace.Wire;

/** Hands over what one relay tells. What cannot be taken is kept as gaps, until it can. */
final class CaptureSink implements TraceSink {
  /** What an event costs beside its bytes. */
  private static final int EVENT_COST_BYTES = 200;

  /** What is missing of one connection; used by that connection's thread alone. */
  private static final class Missing {
    private final List<Gap> gaps = new ArrayList<>();
    private boolean hopeless;

    void add(Gap gap) {
      for (int i = 0; i < gaps.size(); i++) {
        Gap known = gaps.get(i);
        if (known.direction() == gap.direction() && known.received() == gap.received()) {
          gaps.set(i, known.and(gap));
          return;
        }
      }
      gaps.add(gap);
    }
  }

  private final Capture capture;
  private final Drawer drawer;
  private final Map<Integer, Missing> missing = new ConcurrentHashMap<>();

  CaptureSink(Capture capture, Drawer drawer) {
    this.capture = capture;
    this.drawer = drawer;
  }

  @Override
  public void record(TraceEvent event) {
    if (capture.isStopped()) {
      return;
    }
    Direction direction = event.direction();
    Capture.Task task =
        new Capture.Task(
            () -> drawer.record(event), EVENT_COST_BYTES + (long) event.bytes().length());
    if (direction != null && carriesBytes(event.kind())) {
      if (!hand(event.connection(), task, false)) {
        lose(event, direction);
      }
    } else {
      handEnd(event.connection(), task);
    }
  }

  private static boolean carriesBytes(TraceEvent.Kind kind) {
    return switch (kind) {
      case RECEIVED, DELIVERED, FORGED, DISCARDED, READ_BY_PEER, UNREACHABLE, ERROR -> true;
      default -> false;
    };
  }

  @Override
  public boolean wantsDetails() {
    return true;
  }

  @Override
  public void told(TraceDetail detail) {
    if (capture.isStopped()) {
      return;
    }
    switch (detail) {
      case Wire wire -> handEnd(wire.connection(), task(() -> drawer.told(Sources.concrete(wire))));
      case TraceDetail.Unwired unwired -> {
        handEnd(unwired.connection(), task(() -> drawer.told(unwired)));
        missing.remove(unwired.connection());
      }
      case TraceDetail.Departure _, TraceDetail.Stray _, TraceDetail.NotSent _ -> {
        boolean _ = hand(detail.connection(), task(() -> drawer.told(detail)), false);
      }
    }
  }

  private static Capture.Task task(Runnable action) {
    return new Capture.Task(action, EVENT_COST_BYTES);
  }

  /** Hands over after what is missing before it; false when there is no room. */
  private boolean hand(int connection, Capture.Task task, boolean isNeeded) {
    Missing before = missing.isEmpty() ? null : missing.get(connection);
    if (before == null) {
      return capture.offer(task, isNeeded);
    }
    Runnable both =
        () -> {
          fill(connection, before);
          task.action().run();
        };
    if (!capture.offer(new Capture.Task(both, task.costBytes() + EVENT_COST_BYTES), isNeeded)) {
      return false;
    }
    missing.remove(connection);
    return true;
  }

  private void fill(int connection, Missing before) {
    before.gaps.forEach(drawer::lost);
    if (before.hopeless) {
      drawer.abandon(connection);
    }
  }

  /** Hands over what the rest cannot be drawn without. */
  private void handEnd(int connection, Capture.Task task) {
    if (!hand(connection, task, true)) {
      missing.computeIfAbsent(connection, number -> new Missing()).hopeless = true;
    }
  }

  private void lose(TraceEvent event, Direction direction) {
    boolean received = event.kind() == TraceEvent.Kind.RECEIVED;
    if (received
        || event.kind() == TraceEvent.Kind.DELIVERED
        || event.kind() == TraceEvent.Kind.FORGED) {
      Gap gap = new Gap(event.connection(), direction, received, event.bytes().length(), 1);
      missing.computeIfAbsent(event.connection(), number -> new Missing()).add(gap);
      capture.leaveOut(1);
    }
  }
}
