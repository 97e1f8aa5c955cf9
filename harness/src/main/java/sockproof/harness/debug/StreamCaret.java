package sockproof.harness.debug;

import java.util.TreeSet;
import sockproof.proxy.core.hold.StreamView;

/** A place between two bytes of a stream. */
final class StreamCaret {
  private long at;

  /** The nearest place between bytes that wait. */
  long within(StreamView view) {
    return Math.min(Math.max(at, view.front()), view.back());
  }

  /** Moves by a key; false for a key that moves nothing. */
  boolean moved(TerminalKey.Name key, StreamView view) {
    long now = within(view);
    TreeSet<Long> edges = new TreeSet<>(view.cuts());
    edges.add(view.front());
    edges.add(view.back());
    switch (key) {
      case LEFT -> at = now - 1;
      case RIGHT -> at = now + 1;
      case JUMP_LEFT, UP -> {
        Long before = edges.lower(now);
        at = before == null ? now : before;
      }
      case JUMP_RIGHT, DOWN -> {
        Long after = edges.higher(now);
        at = after == null ? now : after;
      }
      case HOME -> at = view.front();
      case END -> at = view.back();
      default -> {
        return false;
      }
    }
    at = within(view);
    return true;
  }
}
