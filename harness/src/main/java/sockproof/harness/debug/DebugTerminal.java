package sockproof.harness.debug;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** The debugger in a terminal: shows the session and does what keys say, until the user quits. */
public final class DebugTerminal {
  /** How long a key is waited for before it is looked whether the session has changed. */
  private static final long LOOK_MILLIS = 50;

  private final DebugSession session;
  private final Terminal terminal;
  private final TerminalUi ui;

  private DebugTerminal(DebugSession session, Terminal terminal) {
    this.session = session;
    this.terminal = terminal;
    this.ui = new TerminalUi(session);
  }

  /**
   * Begins the session and shows it in the program's own terminal.
   *
   * @param stopped says when to end although the user has not quit
   * @throws DebugException with one sentence where there is no terminal, or where the session
   *     cannot begin
   */
  public static void show(DebugSession session, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    Terminal terminal;
    try {
      terminal =
          TerminalBuilder.builder()
              .system(true)
              .dumb(false)
              .jni(false)
              .exec(false)
              .nativeSignals(false)
              .build();
    } catch (IllegalStateException e) {
      throw new DebugException("standard input and output are no terminal", e);
    }
    try (terminal) {
      new DebugTerminal(session, terminal).run(stopped);
    }
  }

  private void run(BooleanSupplier stopped) throws IOException, InterruptedException {
    Attributes before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    raw.setLocalFlag(Attributes.LocalFlag.ISIG, false); // Ctrl-C is a key, so that all is put back
    terminal.setAttributes(raw);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    try {
      session.begin();
      follow(new Display(terminal, true), stopped);
    } finally {
      terminal.puts(Capability.cursor_visible);
      terminal.puts(Capability.exit_ca_mode);
      terminal.flush();
      terminal.setAttributes(before);
    }
  }

  private void follow(Display display, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    NonBlockingReader reader = terminal.reader();
    TerminalKey.Source keys = timeout -> read(reader, timeout);
    Optional<Size> shown = Optional.empty();
    long seen = -1;
    boolean redraw = true;
    while (!ui.isOver() && !stopped.getAsBoolean()) {
      long now = session.changes().await(seen, java.time.Duration.ZERO);
      Size size = terminal.getSize();
      boolean resized = !shown.equals(Optional.of(size));
      if (redraw || now != seen || resized) {
        seen = now;
        draw(display, size, resized);
        shown = Optional.of(size);
      }
      try {
        Optional<TerminalKey> key = TerminalKey.read(keys, LOOK_MILLIS);
        redraw = key.isPresent();
        if (key.isPresent()) {
          ui.key(key.get());
        }
      } catch (EOFException e) {
        return; // the terminal has been closed: nobody is there
      }
    }
  }

  private static int read(NonBlockingReader reader, long timeoutMillis) throws IOException {
    int character = reader.read(timeoutMillis);
    if (character == NonBlockingReader.READ_EXPIRED) {
      return TerminalKey.Source.EXPIRED;
    }
    return character == NonBlockingReader.EOF ? TerminalKey.Source.END : character;
  }

  private void draw(Display display, Size size, boolean anew) {
    if (anew) {
      display.clear();
      display.resize(size);
      terminal.puts(Capability.clear_screen);
    }
    display.update(new TerminalView(session, ui, size.getColumns(), size.getRows()).lines(), -1);
  }
}
