package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/**
 * What one side said before the other spoke or a pause came: as near to a message as one can come
 * without knowing the protocol. Of datagrams, each is one.
 *
 * @param connection the number of the connection or session
 * @param direction which way it went
 * @param offset where it begins in its direction of the connection
 * @param bytes what was said
 * @param segments in how many pieces it came
 */
record Said(int connection, Direction direction, long offset, Bytes bytes, int segments) {
  /** Longer than a busy machine needs between two reads of the same message. */
  private static final long PAUSE_NANOS = 20_000_000;

  /** How many bytes it has. */
  int length() {
    return bytes.length();
  }

  /** One message being put together. */
  private static final class Open {
    private final Direction direction;
    private final long offset;
    private final List<Bytes> pieces = new ArrayList<>();
    private long lastNanos;

    Open(Direction direction, long offset) {
      this.direction = direction;
      this.offset = offset;
    }

    Said said(int connection) {
      return new Said(connection, direction, offset, Bytes.concat(pieces), pieces.size());
    }
  }

  /** Takes a history apart. */
  static List<Said> in(History history, boolean stream) {
    Map<Integer, Open> open = new HashMap<>();
    Map<String, Long> offsets = new HashMap<>();
    List<Said> all = new ArrayList<>();
    for (TraceEvent event : history.events(TraceEvent.Kind.RECEIVED)) {
      Direction direction = Objects.requireNonNull(event.direction());
      int connection = event.connection();
      Open current = open.get(connection);
      boolean goesOn =
          stream
              && current != null
              && current.direction == direction
              && event.nanos() - current.lastNanos < PAUSE_NANOS;
      if (!goesOn) {
        if (current != null) {
          all.add(current.said(connection));
        }
        current = new Open(direction, offsets.getOrDefault(connection + " " + direction, 0L));
        open.put(connection, current);
      }
      Open into = Objects.requireNonNull(current);
      into.pieces.add(event.bytes());
      into.lastNanos = event.nanos();
      offsets.merge(connection + " " + direction, (long) event.bytes().length(), Long::sum);
    }
    open.forEach((connection, last) -> all.add(last.said(connection)));
    return List.copyOf(all);
  }
}
