package sockproof.harness.debug;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of what was done and what happened. Safe for use by many threads. */
final class DebugLog {
  /** How many lines are kept. */
  static final int MAX_LINES = 500;

  /** Who did it. */
  enum Who {
    YOU,
    RELAY
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param millis since the start
   * @param connection the connection, or 0
   */
  record Line(long number, double millis, Who who, int connection, String text) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private final long startNanos = System.nanoTime();
  private long last;

  synchronized void add(Who who, int connection, String text) {
    double millis = (System.nanoTime() - startNanos) / 1e6;
    lines.add(new Line(++last, millis, who, connection, text));
    if (lines.size() > MAX_LINES) {
      lines.remove();
    }
  }

  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }
}
