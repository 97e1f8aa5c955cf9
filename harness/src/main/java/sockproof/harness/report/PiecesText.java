package sockproof.harness.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/** What reached the subject, piece by piece, in a few lines. */
final class PiecesText {
  private static final int MAX_PIECES = 12;
  private static final int MAX_BYTES_SHOWN = 48;

  private PiecesText() {}

  /**
   * The lines.
   *
   * @param toSubject the direction in which the subject receives
   */
  static List<String> lines(Map<String, History> histories, Direction toSubject) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, History> relay : histories.entrySet()) {
      List<String> pieces = new ArrayList<>();
      for (TraceEvent event : relay.getValue().events()) {
        if (event.direction() == toSubject) {
          String piece = piece(event);
          if (!piece.isEmpty()) {
            pieces.add(piece);
          }
        }
      }
      String prefix = histories.size() > 1 ? relay.getKey() + ": " : "";
      if (pieces.isEmpty()) {
        lines.add(prefix + "nothing");
      } else if (pieces.size() <= MAX_PIECES) {
        lines.add(prefix + String.join(" | ", pieces));
      } else {
        int more = pieces.size() - MAX_PIECES;
        lines.add(
            prefix + String.join(" | ", pieces.subList(0, MAX_PIECES)) + " | … " + more + " more");
      }
    }
    return lines;
  }

  private static String piece(TraceEvent event) {
    return switch (event.kind()) {
      case DELIVERED -> shown(event.bytes());
      case FORGED -> "forged " + shown(event.bytes()) + " " + event.text();
      case DISCARDED -> "lost " + shown(event.bytes());
      case FIN_DELIVERED -> "FIN";
      case RESET_DELIVERED -> "RST";
      case UNREACHABLE -> "port unreachable";
      default -> "";
    };
  }

  private static String shown(Bytes bytes) {
    if (bytes.length() <= MAX_BYTES_SHOWN) {
      return bytes.toString();
    }
    return bytes.slice(0, MAX_BYTES_SHOWN) + "… (" + bytes.length() + " bytes)";
  }
}
