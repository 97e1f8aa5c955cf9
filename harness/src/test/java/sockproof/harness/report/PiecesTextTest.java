package sockproof.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;

class PiecesTextTest {
  private static void add(History history, Direction direction, Kind kind, String bytes) {
    history.record(new TraceEvent(0, 0, 1, direction, kind, Bytes.utf8(bytes), "from there"));
  }

  @Test
  void whatReachedTheSubjectIsOneLine() {
    History history = new History(100);
    add(history, Direction.TO_SERVER, Kind.DELIVERED, "hello");
    add(history, Direction.TO_CLIENT, Kind.DELIVERED, "HELL");
    add(history, Direction.TO_CLIENT, Kind.READ_BY_PEER, "");
    add(history, Direction.TO_CLIENT, Kind.FORGED, "NO");
    add(history, Direction.TO_CLIENT, Kind.DISCARDED, "O");
    add(history, Direction.TO_CLIENT, Kind.FIN_DELIVERED, "");
    assertEquals(
        List.of("\"HELL\" | forged \"NO\" from there | lost \"O\" | FIN"),
        PiecesText.lines(Map.of("a", history), Direction.TO_CLIENT));
  }

  @Test
  void longAndManyPiecesAreCutShort() {
    History history = new History(100);
    for (int i = 0; i < 14; i++) {
      add(history, Direction.TO_SERVER, Kind.DELIVERED, "x".repeat(i == 0 ? 49 : 1));
    }
    String piece = " | \"x\"";
    assertEquals(
        "\"" + "x".repeat(48) + "\"… (49 bytes)" + piece.repeat(11) + " | … 2 more",
        PiecesText.lines(Map.of("a", history), Direction.TO_SERVER).getFirst());
  }

  @Test
  void severalServersAreNamed() {
    History history = new History(100);
    add(history, Direction.TO_CLIENT, Kind.DELIVERED, "A");
    Map<String, History> both = new TreeMap<>(Map.of("a", history, "b", new History(100)));
    assertEquals(List.of("a: \"A\"", "b: nothing"), PiecesText.lines(both, Direction.TO_CLIENT));
  }
}
