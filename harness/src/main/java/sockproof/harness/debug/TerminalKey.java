package sockproof.harness.debug;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * A key of a terminal.
 *
 * @param name which key
 * @param character what it types; 0 for a key that types nothing
 */
record TerminalKey(Name name, int character) {
  /** The keys that the debugger knows. */
  enum Name {
    CHARACTER,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    HOME,
    END,
    ENTER,
    ESCAPE,
    BACKSPACE,
    TAB,
    /** Ctrl ← */
    JUMP_LEFT,
    /** Ctrl → */
    JUMP_RIGHT,
    /** Alt ↑ */
    MOVE_UP,
    /** Alt ↓ */
    MOVE_DOWN,
    INTERRUPT,
    OTHER
  }

  /** What the terminal sends, one character at a time. */
  interface Source {
    /** Nothing came in time. */
    int EXPIRED = -2;

    /** The terminal is gone. */
    int END = -1;

    /** Reads one character, or {@link #EXPIRED}, or {@link #END}. */
    int read(long timeoutMillis) throws IOException;
  }

  /** How long the rest of a sequence may take; a person needs longer to press another key. */
  private static final long SEQUENCE_MILLIS = 60;

  private static final int MAX_SEQUENCE = 12;
  private static final char ESC = 0x1b;

  /** The parts of control sequences behind ESC (ECMA-48; xterm's "PC-style function keys"). */
  private static final Map<String, Name> SEQUENCES =
      Map.ofEntries(
          Map.entry("[A", Name.UP),
          Map.entry("[B", Name.DOWN),
          Map.entry("[C", Name.RIGHT),
          Map.entry("[D", Name.LEFT),
          Map.entry("OA", Name.UP),
          Map.entry("OB", Name.DOWN),
          Map.entry("OC", Name.RIGHT),
          Map.entry("OD", Name.LEFT),
          Map.entry("[H", Name.HOME),
          Map.entry("[F", Name.END),
          Map.entry("OH", Name.HOME),
          Map.entry("OF", Name.END),
          Map.entry("[1~", Name.HOME),
          Map.entry("[4~", Name.END),
          Map.entry("[1;5C", Name.JUMP_RIGHT),
          Map.entry("[1;5D", Name.JUMP_LEFT),
          Map.entry("[1;3A", Name.MOVE_UP),
          Map.entry("[1;3B", Name.MOVE_DOWN),
          Map.entry("[1;3C", Name.JUMP_RIGHT),
          Map.entry("[1;3D", Name.JUMP_LEFT));

  /** A key that types a character. */
  static TerminalKey of(int character) {
    return new TerminalKey(Name.CHARACTER, character);
  }

  private static TerminalKey of(Name name) {
    return new TerminalKey(name, 0);
  }

  /**
   * Reads the next key; nothing where none was pressed in time.
   *
   * @throws java.io.EOFException where the terminal is gone
   */
  static Optional<TerminalKey> read(Source source, long timeoutMillis) throws IOException {
    int first = source.read(timeoutMillis);
    if (first == Source.END) {
      throw new java.io.EOFException("the terminal is gone");
    }
    return switch (first) {
      case Source.EXPIRED -> Optional.empty();
      case ESC -> Optional.of(of(sequence(source)));
      case '\r', '\n' -> Optional.of(of(Name.ENTER));
      case '\t' -> Optional.of(of(Name.TAB));
      case '\b', 0x7f -> Optional.of(of(Name.BACKSPACE));
      case 3 -> Optional.of(of(Name.INTERRUPT));
      default -> Optional.of(first < ' ' ? of(Name.OTHER) : of(first));
    };
  }

  private static Name sequence(Source source) throws IOException {
    StringBuilder sequence = new StringBuilder();
    while (sequence.length() < MAX_SEQUENCE) {
      int next = source.read(SEQUENCE_MILLIS);
      if (next < 0) {
        return sequence.isEmpty() ? Name.ESCAPE : Name.OTHER;
      }
      sequence.append((char) next);
      boolean introducer = sequence.length() == 1 && (next == '[' || next == 'O');
      if (!introducer && next >= '@' && next <= '~') {
        return SEQUENCES.getOrDefault(sequence.toString(), Name.OTHER);
      }
    }
    return Name.OTHER;
  }
}
