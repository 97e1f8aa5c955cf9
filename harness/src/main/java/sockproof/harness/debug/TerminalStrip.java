package sockproof.harness.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import sockproof.proxy.core.hold.Origin;
import sockproof.proxy.core.hold.StreamView;

/** The bytes that wait in a stream: as text, as hexadecimal digits, and where the caret is. */
final class TerminalStrip {
  private static final int CELL_COLUMNS = 3;
  private static final int LINES_A_ROW = 3;
  private static final AttributedStyle CUT =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA).bold();
  private static final AttributedStyle SOFT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle FORGED =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
  private static final AttributedStyle DUPLICATE =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.BLUE);

  private final StreamView view;
  private final long caret;
  private final TreeSet<Long> cuts;

  private TerminalStrip(StreamView view, long caret) {
    this.view = view;
    this.caret = caret;
    this.cuts = new TreeSet<>(view.cuts());
  }

  /**
   * Three lines for each row of bytes.
   *
   * @param caret where the caret is; -1 for none
   * @param maxRows how many rows there is room for; those around the caret are shown
   */
  static List<AttributedString> lines(StreamView view, long caret, int columns, int maxRows) {
    List<AttributedString> lines = new ArrayList<>();
    int inRow = (columns - CELL_COLUMNS - 8) / CELL_COLUMNS;
    if (view.waiting().isEmpty() && view.end().isEmpty()) {
      String note =
          view.over()
              ? "This direction is over."
              : view.holding() ? "Nothing waits." : "Everything passes.";
      lines.add(new AttributedString("    " + note, SOFT));
    } else {
      TerminalStrip strip = new TerminalStrip(view, caret);
      int all = Math.max(1, (view.waiting().length() + inRow - 1) / inRow);
      int at = (int) (Math.max(caret - view.front(), 0) / inRow);
      int first = Math.max(0, Math.min(at, all - 1) - maxRows + 1);
      for (int row = first; row < Math.min(all, first + maxRows); row++) {
        strip.row(lines, row * inRow, inRow, row == all - 1);
      }
    }
    while (lines.size() < LINES_A_ROW) {
      lines.add(AttributedString.EMPTY);
    }
    return lines;
  }

  private void row(List<AttributedString> lines, int from, int inRow, boolean last) {
    AttributedStringBuilder text = new AttributedStringBuilder().append("   ");
    AttributedStringBuilder hex = new AttributedStringBuilder().append("   ");
    AttributedStringBuilder marks = new AttributedStringBuilder().append("   ");
    int end = Math.min(view.waiting().length(), from + inRow);
    for (int i = from; i < end; i++) {
      long at = view.front() + i;
      boolean cut = cuts.contains(at);
      AttributedStyle style = style(at);
      int value = view.waiting().at(i) & 0xff;
      text.append(cut ? "|" : " ", CUT).append(shown(value), style);
      hex.append(cut ? "|" : " ", CUT).append(String.format("%02x", value), SOFT);
      marks.append(at == caret ? "▲" : " ", CUT).append(mark(at), style);
    }
    if (last) {
      view.end().ifPresent(how -> text.append(" ‖ " + word(how.name()), CUT));
      if (view.back() == caret) {
        marks.append("▲", CUT);
      }
    } else {
      text.append(" …", SOFT);
    }
    lines.add(text.toAttributedString());
    lines.add(hex.toAttributedString());
    lines.add(marks.toAttributedString());
  }

  private static String word(String how) {
    return how.equals("RESET") ? "RST" : "FIN";
  }

  private Origin origin(long at) {
    for (StreamView.Mark mark : view.marks()) {
      if (mark.from() <= at && at < mark.to()) {
        return mark.origin();
      }
    }
    return Origin.GENUINE;
  }

  private AttributedStyle style(long at) {
    return switch (origin(at)) {
      case GENUINE -> AttributedStyle.DEFAULT;
      case DUPLICATE -> DUPLICATE;
      case FORGED -> FORGED;
    };
  }

  /** Not by colour alone: what is not the sender's has a letter below it. */
  private String mark(long at) {
    return switch (origin(at)) {
      case GENUINE -> "  ";
      case DUPLICATE -> " d";
      case FORGED -> " f";
    };
  }

  private static String shown(int value) {
    return switch (value) {
      case 0 -> "\\0";
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case ' ' -> " ␣";
      default -> value > ' ' && value < 0x7f ? " " + (char) value : " ·";
    };
  }
}
