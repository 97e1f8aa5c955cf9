package sockproof.harness.debug;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.hold.DatagramView;
import sockproof.proxy.core.hold.Origin;

/** The datagrams that wait, a line each, the next one first. */
final class TerminalDatagrams {
  private static final int SHOWN_BYTES = 48;
  private static final int HEX_BYTES = 8;

  private TerminalDatagrams() {}

  /**
   * The lines.
   *
   * @param chosen the place of the chosen one; -1 for none
   * @param maxLines how many there is room for; those around the chosen one are shown
   */
  static List<AttributedString> lines(DatagramView view, int chosen, int columns, int maxLines) {
    List<AttributedString> lines = new ArrayList<>();
    List<DatagramView.Held> waiting = view.waiting();
    if (waiting.isEmpty()) {
      lines.add(
          new AttributedString(
              view.holding() ? "    Nothing waits." : "    Everything passes.",
              AttributedStyle.DEFAULT.faint()));
    }
    int first = Math.max(0, Math.min(chosen + 1, waiting.size()) - maxLines);
    for (int i = first; i < Math.min(waiting.size(), first + maxLines); i++) {
      String line = (i == chosen ? "  > " : "    ") + (i + 1) + ". " + described(waiting.get(i));
      AttributedStyle style =
          i == chosen ? AttributedStyle.DEFAULT.inverse() : AttributedStyle.DEFAULT;
      lines.add(new AttributedString(line, style).columnSubSequence(0, columns));
    }
    while (lines.size() < maxLines) {
      lines.add(AttributedString.EMPTY);
    }
    return lines;
  }

  private static String described(DatagramView.Held held) {
    Datagram datagram = held.datagram();
    Bytes payload = datagram.payload();
    Bytes head = payload.slice(0, Math.min(payload.length(), SHOWN_BYTES));
    String hex =
        HexFormat.ofDelimiter(" ")
            .formatHex(payload.slice(0, Math.min(payload.length(), HEX_BYTES)).toArray());
    return head
        + (head.length() < payload.length() ? "…" : "")
        + "  "
        + payload.length()
        + " B"
        + (held.origin() == Origin.GENUINE
            ? ""
            : ", " + held.origin().name().toLowerCase(java.util.Locale.ROOT))
        + (datagram.source().equals(Datagram.GENUINE)
            ? ""
            : ", from " + datagram.source().describe())
        + "  "
        + hex
        + (payload.length() > HEX_BYTES ? " …" : "");
  }
}
