package sockproof.harness.check.stream;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sockproof.harness.check.Trial;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;

/**
 * What the subject has sent on a connection, held against what it had to send. Both tell their own
 * offsets, so a mismatch says where the wrong bytes come from.
 *
 * @param kind what is wrong
 * @param offset the first wrong byte
 * @param quietMillis how long nothing had come from it at the end of the case
 */
record Sent(Kind kind, int offset, long quietMillis) {
  /** What can be wrong. */
  enum Kind {
    WHOLE,
    /** It sent a part and nothing after it. */
    ENDED_EARLY,
    /** Something comes that is no part of it, as an error message. */
    OTHER,
    /** Bytes are left out. */
    GAP,
    /** Bytes come again, or others in their place. */
    SHIFTED
  }

  /**
   * So few bytes are no lost rest: a header was counted, or not counted, where it should not be.
   */
  private static final int MISCOUNTED_BYTES = 8;

  /** Enough to find a place in a text that counts its offsets. */
  private static final int PROBE_BYTES = 24;

  /**
   * True where all came from what it had to send, though not as it should: no error message, and
   * not merely its beginning. A prompt reader, too, is slow at times.
   */
  boolean isOfReply() {
    return kind == Kind.GAP || kind == Kind.SHIFTED;
  }

  /** The worst of the connections of a trial. */
  static Sent of(Trial trial) {
    byte[] expected = FlowCases.expected(trial.exchange());
    Direction from =
        EndCases.isClient(trial.exchange()) ? Direction.TO_SERVER : Direction.TO_CLIENT;
    Sent worst = new Sent(Kind.ENDED_EARLY, 0, 0);
    boolean any = false;
    for (Map.Entry<Integer, List<TraceEvent>> connection : received(trial, from).entrySet()) {
      Sent sent = compare(connection.getValue(), expected, trial);
      if (!any || sent.kind().compareTo(worst.kind()) > 0) {
        worst = sent;
      }
      any = true;
    }
    return worst;
  }

  private static Map<Integer, List<TraceEvent>> received(Trial trial, Direction from) {
    Map<Integer, List<TraceEvent>> connections = new TreeMap<>();
    trial.evidence().histories().values().stream()
        .flatMap(history -> history.events(TraceEvent.Kind.RECEIVED).stream())
        .filter(event -> event.direction() == from)
        .forEach(
            event ->
                connections
                    .computeIfAbsent(event.connection(), number -> new ArrayList<>())
                    .add(event));
    return connections;
  }

  private static Sent compare(List<TraceEvent> events, byte[] expected, Trial trial) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    events.forEach(event -> bytes.writeBytes(event.bytes().toArray()));
    byte[] actual = bytes.toByteArray();
    long quietMillis = (trial.evidence().overNanos() - events.getLast().nanos()) / 1_000_000;
    int offset = Arrays.mismatch(actual, expected);
    if (offset < 0) {
      return new Sent(Kind.WHOLE, 0, quietMillis);
    }
    if (offset == actual.length) {
      return new Sent(Kind.ENDED_EARLY, offset, quietMillis);
    }
    if (offset == expected.length) {
      return new Sent(Kind.SHIFTED, offset, quietMillis);
    }
    int probeEnd = Math.min(offset + PROBE_BYTES, actual.length);
    int place = placeOf(Arrays.copyOfRange(actual, offset, probeEnd), expected);
    return new Sent(kind(place, offset), offset, quietMillis);
  }

  private static Kind kind(int place, int offset) {
    if (place < 0) {
      return Kind.OTHER;
    }
    return place - offset > MISCOUNTED_BYTES ? Kind.GAP : Kind.SHIFTED;
  }

  /** Where the bytes stand in the expected ones; -1 for nowhere. */
  private static int placeOf(byte[] probe, byte[] expected) {
    for (int at = 0; at + probe.length <= expected.length; at++) {
      if (Arrays.equals(expected, at, at + probe.length, probe, 0, probe.length)) {
        return at;
      }
    }
    return -1;
  }
}
