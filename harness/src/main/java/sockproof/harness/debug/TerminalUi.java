package sockproof.harness.debug;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramView;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldView;
import sockproof.proxy.core.hold.StreamView;

/** What the user of the terminal has chosen, and what keys do. Used by one thread. */
final class TerminalUi {
  private final DebugSession session;
  private final Map<Direction, StreamCaret> carets = new EnumMap<>(Direction.class);
  private final Map<Direction, Long> chosen = new EnumMap<>(Direction.class);
  private Direction active = Direction.TO_CLIENT;
  private int selected;
  private @Nullable TerminalPrompt prompt;
  private String message = "";
  private boolean help;
  private boolean over;

  TerminalUi(DebugSession session) {
    this.session = session;
    for (Direction direction : Direction.values()) {
      carets.put(direction, new StreamCaret());
    }
  }

  /** The direction that keys work on. */
  Direction active() {
    return active;
  }

  /** The question that is asked, if any. */
  Optional<TerminalPrompt> prompt() {
    return Optional.ofNullable(prompt);
  }

  /** What has to be told. */
  String message() {
    return message;
  }

  /** Whether the keys are shown. */
  boolean help() {
    return help;
  }

  /** Whether the user has had enough. */
  boolean isOver() {
    return over;
  }

  /** The caret of a direction; {@code view} is what waits there. */
  long caret(Direction direction, StreamView view) {
    return caret(direction).within(view);
  }

  private StreamCaret caret(Direction direction) {
    StreamCaret caret = carets.get(direction);
    if (caret == null) {
      throw new AssertionError("both directions are there");
    }
    return caret;
  }

  /** The place of the chosen datagram; -1 where none waits. */
  int chosen(Direction direction, DatagramView view) {
    long id = chosen.getOrDefault(direction, 0L);
    for (int i = 0; i < view.waiting().size(); i++) {
      if (view.waiting().get(i).id() == id) {
        return i;
      }
    }
    return view.waiting().isEmpty() ? -1 : 0;
  }

  /** The connection that is shown: the chosen one, else the newest. */
  Optional<HeldState> connection() {
    NavigableMap<Integer, HeldState> all = new TreeMap<>(session.life().connections());
    HeldState chosenOne = all.get(selected);
    return Optional.ofNullable(
        chosenOne != null ? chosenOne : all.isEmpty() ? null : all.lastEntry().getValue());
  }

  /** Takes a key. */
  void key(TerminalKey key) throws IOException, InterruptedException {
    if (key.name() == TerminalKey.Name.INTERRUPT) {
      over = true;
      return;
    }
    message = "";
    try {
      TerminalPrompt asked = prompt;
      if (asked != null) {
        if (asked.key(key)) {
          prompt = null;
          if (key.name() == TerminalKey.Name.ENTER) {
            asked.answered();
          }
        }
      } else if (help) {
        help = false;
      } else {
        command(key);
      }
    } catch (DebugException e) {
      message = sentence(String.valueOf(e.getMessage()));
    }
  }

  private static String sentence(String text) {
    return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private void command(TerminalKey key) throws IOException, InterruptedException {
    switch (key.name() == TerminalKey.Name.CHARACTER ? key.character() : 0) {
      case 'q' -> over = true;
      case '?' -> help = true;
      case '1' -> active = Direction.TO_CLIENT;
      case '2' -> active = Direction.TO_SERVER;
      case 's' -> askWhereToSave();
      case 'R' -> {
        selected = 0;
        session.startAgain();
      }
      default -> {
        if (key.name() == TerminalKey.Name.TAB) {
          nextConnection();
        } else {
          connection().ifPresent(state -> onConnection(state, key));
        }
      }
    }
  }

  private void nextConnection() {
    NavigableMap<Integer, HeldState> all = new TreeMap<>(session.life().connections());
    connection()
        .map(state -> all.higherKey(state.connection().number()))
        .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.firstKey()))
        .ifPresent(number -> selected = number);
  }

  private void onConnection(HeldState state, TerminalKey key) {
    HoldView view = state.connection().view(active);
    if (key.character() == 'g') {
      apply(state, new HoldCommand.Hold(!view.holding()));
      return;
    }
    switch (view) {
      case StreamView stream -> onStream(state, stream, key);
      case DatagramView datagrams -> onDatagrams(state, datagrams, key);
    }
  }

  private void apply(HeldState state, HoldCommand command) {
    session.apply(state.connection().number(), active, command);
  }

  private void onStream(HeldState state, StreamView view, TerminalKey key) {
    if (caret(active).moved(key.name(), view)) {
      return;
    }
    long at = caret(active, view);
    switch (key.character()) {
      case 'b' -> ask("How many bytes?", "", answer -> apply(state, StreamCommands.bytes(answer)));
      case 'f' ->
          ask(
              "Bytes to add (\\n, \\r, \\t, \\0, \\\\, \\xff):",
              "",
              answer -> apply(state, StreamCommands.forge(at, bytes(answer))));
      default ->
          StreamCommands.of(key.character(), at, view)
              .ifPresentOrElse(command -> apply(state, command), () -> unknown(key));
    }
  }

  private void onDatagrams(HeldState state, DatagramView view, TerminalKey key) {
    int place = chosen(active, view);
    if (key.name() == TerminalKey.Name.UP || key.name() == TerminalKey.Name.DOWN) {
      int step = key.name() == TerminalKey.Name.UP ? -1 : 1;
      int next = Math.min(Math.max(place + step, 0), view.waiting().size() - 1);
      if (next >= 0) {
        chosen.put(active, view.waiting().get(next).id());
      }
    } else if (key.character() == 'f') {
      ask(
          "Payload (\\n, \\r, \\t, \\0, \\\\, \\xff):",
          "",
          payload -> askSource(state, bytes(payload), Math.max(place, 0)));
    } else {
      if (place >= 0) {
        chosen.put(active, view.waiting().get(place).id()); // it stays chosen where it goes
      }
      DatagramCommands.of(key, place, view)
          .ifPresentOrElse(command -> apply(state, command), () -> unknown(key));
    }
  }

  private void askSource(HeldState state, Bytes payload, int place) {
    ask(
        "From (p)ort other than the genuine, (h)ost, (b)oth, (g)enuine?",
        "p",
        answer -> {
          Datagram.Source source = DatagramCommands.source(answer);
          apply(state, DatagramCommands.forge(payload, source, place));
        });
  }

  private void ask(String question, String suggested, java.util.function.Consumer<String> then) {
    prompt = new TerminalPrompt(question, suggested, then);
  }

  private void unknown(TerminalKey key) {
    if (key.name() == TerminalKey.Name.CHARACTER) {
      message = "That key does nothing here; ? shows those that do.";
    }
  }

  private void askWhereToSave() {
    ask("Save as:", "debugged.yaml", file -> askWhatIsKeptBack(file.strip()));
  }

  private void askWhatIsKeptBack(String file) {
    boolean runs = session.life().subject().map(one -> one.ending().isEmpty()).orElse(true);
    ask(
        "Keep back what still waits (y), or let it pass (n)?",
        runs ? "y" : "n",
        answer -> save(new SessionSaver.Wish(file, false, yes(answer))));
  }

  private void save(SessionSaver.Wish wish) {
    try {
      message = "Saved. Repeat it with: " + session.save(wish);
    } catch (SessionSaver.ExistsException e) {
      ask(
          sentence(String.valueOf(e.getMessage())) + " Replace it (y/n)?",
          "n",
          answer -> {
            if (yes(answer)) {
              save(new SessionSaver.Wish(wish.file(), true, wish.keepsBack()));
            }
          });
    }
  }

  private static boolean yes(String answer) {
    return switch (answer.strip()) {
      case "y" -> true;
      case "n" -> false;
      default -> throw new DebugException("answer y or n");
    };
  }

  private static Bytes bytes(String text) {
    return Bytes.of(CommandJson.Escapes.bytes(text));
  }
}
