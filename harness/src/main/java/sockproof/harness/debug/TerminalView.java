package sockproof.harness.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import sockproof.harness.process.Ending;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramView;
import sockproof.proxy.core.hold.StreamView;
import sockproof.proxy.kernel.Receiver;
import sockproof.reference.message.Printable;

/** Draws a session and what the user has chosen as lines of a terminal. */
final class TerminalView {
  /** The smallest terminal that shows everything. */
  static final int MIN_COLUMNS = 60;

  static final int MIN_ROWS = 20;

  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle TITLE = AttributedStyle.BOLD;
  private static final AttributedStyle SOFT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle BAD =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).bold();

  private static final List<String> KEYS =
      List.of(
          "1, 2        the bytes for the client, for the server",
          "Tab         the next connection",
          "← →         move the caret; with Ctrl, or ↑ ↓, to the next cut",
          "Space       set or remove a cut at the caret",
          "p b m a     release a piece, so many bytes, a message, all",
          "o d u f     coalesce, drop, duplicate, forge",
          "h r         half-close, reset",
          "g           hold, or let pass",
          "s           save what was done as a scenario file",
          "R           start again",
          "q           end the debugger and the program",
          "",
          "Datagrams: ↑ ↓ choose one, Enter releases it, Alt ↑ and Alt ↓ move it.");

  private static final List<String> STREAM_KEYS =
      List.of(
          "p piece",
          "b bytes",
          "m message",
          "a all",
          "Space cut",
          "o coalesce",
          "d drop",
          "u dup",
          "f forge",
          "h half-close",
          "r reset",
          "g hold");

  private static final List<String> DATAGRAM_KEYS =
      List.of(
          "Enter release", "a all", "Alt↑ Alt↓ move", "d drop", "u duplicate", "f forge", "g hold");

  private static final List<String> SESSION_KEYS =
      List.of("1 2 side", "s save", "R again", "? keys", "q quit");

  private final DebugSession session;
  private final TerminalUi ui;
  private final int columns;
  private final int rows;

  TerminalView(DebugSession session, TerminalUi ui, int columns, int rows) {
    this.session = session;
    this.ui = ui;
    this.columns = columns;
    this.rows = rows;
  }

  /** The lines, as many as the terminal has and none too wide. */
  List<AttributedString> lines() {
    List<AttributedString> lines = new ArrayList<>();
    if (columns < MIN_COLUMNS || rows < MIN_ROWS) {
      add(lines, PLAIN, "The debugger needs " + MIN_COLUMNS + " × " + MIN_ROWS + " characters.");
      return filled(lines);
    }
    add(lines, TITLE, "Sockproof debugger  " + what());
    List<AttributedString> below = below();
    if (ui.help()) {
      lines.add(AttributedString.EMPTY);
      KEYS.forEach(key -> add(lines, PLAIN, "  " + key));
    } else {
      connection(lines);
      program(lines);
      log(lines, rows - lines.size() - below.size());
    }
    while (lines.size() > rows - below.size()) {
      lines.removeLast();
    }
    while (lines.size() < rows - below.size()) {
      lines.add(AttributedString.EMPTY);
    }
    lines.addAll(below);
    return lines;
  }

  private List<AttributedString> filled(List<AttributedString> lines) {
    while (lines.size() < rows) {
      lines.add(AttributedString.EMPTY);
    }
    return lines.subList(0, rows);
  }

  private void add(List<AttributedString> lines, AttributedStyle style, String text) {
    lines.add(cut(new AttributedString(text, style)));
  }

  /** A line that fits; one that was longer says so. */
  private AttributedString cut(AttributedString line) {
    return line.columnLength() <= columns
        ? line
        : AttributedString.join(
            AttributedString.EMPTY,
            line.columnSubSequence(0, columns - 1),
            new AttributedString("…"));
  }

  /** Keys with what they do, on as many lines as they need; none is cut. */
  private void keys(List<AttributedString> lines, List<String> keys) {
    StringBuilder line = new StringBuilder();
    for (String key : keys) {
      if (!line.isEmpty() && line.length() + 2 + key.length() > columns) {
        add(lines, SOFT, line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "  ").append(key);
    }
    add(lines, SOFT, line.toString());
  }

  private String what() {
    return switch (session.target()) {
      case DebugTarget.Program program ->
          session.target().word()
              + " under test: "
              + Printable.escape(String.join(" ", program.subject().start().arguments()));
      case DebugTarget.Addresses addresses ->
          session.listenEndpoint().map(Object::toString).orElse("") + " ⟶ " + addresses.upstream();
    };
  }

  private void connection(List<AttributedString> lines) {
    String failure = session.life().failure();
    Optional<HeldState> found = ui.connection();
    if (!failure.isEmpty()) {
      add(lines, BAD, Printable.escape(failure));
    } else if (found.isEmpty()) {
      add(lines, SOFT, "Waiting for a connection …");
    } else {
      HeldState state = found.get();
      int all = session.life().connections().size();
      add(
          lines,
          SOFT,
          "connection "
              + state.connection().number()
              + (all > 1 ? " of " + all + " (Tab: next)" : "")
              + (state.isOpen() ? "" : ", over"));
      lane(lines, state, Direction.TO_CLIENT);
      lane(lines, state, Direction.TO_SERVER);
    }
  }

  private void lane(List<AttributedString> lines, HeldState state, Direction direction) {
    boolean active = ui.active() == direction;
    String receiver = Wire.receiver(direction);
    AttributedStringBuilder head = new AttributedStringBuilder();
    head.append(active ? "▶ " : "  ", TITLE)
        .append(direction == Direction.TO_CLIENT ? "1 " : "2 ", SOFT)
        .append(Wire.receiver(direction.opposite()) + " ⟶ " + receiver, active ? TITLE : PLAIN)
        .append(state.connection().view(direction).holding() ? "  holds" : "  passes", SOFT);
    String queue = queue(state, direction);
    if (head.columnLength() + 3 + queue.length() <= columns) {
      lines.add(head.append("   " + queue, SOFT).toAttributedString());
    } else {
      lines.add(cut(head.toAttributedString()));
      add(lines, SOFT, "    " + queue);
    }
    int room = active ? Math.max(1, (rows - 20) / 3 + 1) : 1;
    switch (state.connection().view(direction)) {
      case StreamView stream ->
          lines.addAll(
              TerminalStrip.lines(
                  stream, active ? ui.caret(direction, stream) : -1, columns, room));
      case DatagramView datagrams ->
          lines.addAll(
              TerminalDatagrams.lines(
                  datagrams, active ? ui.chosen(direction, datagrams) : -1, columns, 3 * room));
    }
  }

  /** What the receiver's kernel queue shows and what its program does. */
  private String queue(HeldState state, Direction direction) {
    Receiver.Look look = state.look(direction);
    String receiver = Wire.receiver(direction);
    boolean stream = session.target().medium().isStream();
    boolean own =
        session.target() instanceof DebugTarget.Program
            && !session.target().word().equals(receiver);
    String unread =
        look.unreadBytes().isEmpty()
            ? "kernel queue not known"
            : stream
                ? look.unreadBytes().getAsLong() + " unread"
                : look.unreadBytes().getAsLong() > 0 ? "something unread" : "nothing unread";
    String doing =
        own
            ? "Sockproof's own side"
            : switch (look.doing()) {
              case RECEIVING -> "the " + receiver + " waits in recv()";
              case SLEEPING -> "the " + receiver + " sleeps elsewhere";
              case RUNNING -> "the " + receiver + " runs";
              case UNKNOWN -> "";
            };
    return state.deliveredBytes(direction)
        + " delivered, "
        + unread
        + (doing.isEmpty() ? "" : ", " + doing);
  }

  private void program(List<AttributedString> lines) {
    Optional<RunningSubject> subject = session.life().subject();
    if (subject.isEmpty()) {
      return;
    }
    Optional<Ending> ending = subject.get().ending();
    AttributedStringBuilder head = new AttributedStringBuilder();
    head.append("the program ", PLAIN)
        .append(
            ending.map(one -> "ended: " + one.words()).orElse("runs"),
            ending.map(Ending::isSuccess).orElse(true) ? TITLE : BAD);
    lines.add(cut(head.toAttributedString()));
    output(lines, "  out ", subject.get().stdout(), PLAIN);
    output(lines, "  err ", subject.get().stderr(), BAD);
    session.life().stage().map(Stage::peerLines).orElse(List.of()).stream()
        .reduce((_, last) -> last)
        .ifPresent(last -> add(lines, SOFT, "  Sockproof " + last));
  }

  /** The last lines of what the program printed. */
  private void output(
      List<AttributedString> lines, String mark, String printed, AttributedStyle style) {
    List<String> all = printed.lines().toList();
    int shown = rows < 30 ? 2 : 5;
    all.stream()
        .skip(Math.max(0, all.size() - shown))
        .forEach(line -> add(lines, style, mark + Printable.escape(line)));
  }

  private void log(List<AttributedString> lines, int room) {
    List<DebugLog.Line> all = session.life().log().lines();
    int shown = Math.min(all.size(), Math.max(0, room - 1));
    if (shown > 0) {
      lines.add(AttributedString.EMPTY);
    }
    for (DebugLog.Line line : all.subList(all.size() - shown, all.size())) {
      boolean you = line.who() == DebugLog.Who.YOU;
      String time = String.format(java.util.Locale.ROOT, "%8.3f s  ", line.millis() / 1000);
      add(lines, you ? TITLE : SOFT, time + (you ? "you: " : "") + Printable.escape(line.text()));
    }
  }

  /** The question or the message, and the keys. */
  private List<AttributedString> below() {
    List<AttributedString> lines = new ArrayList<>();
    String text = ui.prompt().map(TerminalPrompt::line).orElse(ui.message());
    for (int from = 0; from < text.length(); from += columns) {
      add(lines, TITLE, text.substring(from, Math.min(text.length(), from + columns)));
    }
    if (ui.prompt().isPresent()) {
      keys(lines, List.of("Enter: do it", "Esc: leave it"));
    } else {
      boolean stream = session.target().medium().isStream();
      keys(lines, stream ? STREAM_KEYS : DATAGRAM_KEYS);
      keys(lines, SESSION_KEYS);
    }
    return lines;
  }
}
