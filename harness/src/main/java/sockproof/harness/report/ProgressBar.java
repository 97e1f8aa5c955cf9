package sockproof.harness.report;

import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that shows how far a run is; nothing where there is no terminal. */
public final class ProgressBar {
  private static final int BAR_CHARACTERS = 28;
  private static final int MAX_TEXT_CHARACTERS = 48;
  private static final int MAX_LINE_CHARACTERS = 78;
  private static final long REDRAW_NANOS = 50_000_000;

  private final PrintWriter err;
  private final boolean terminal;
  private final int total;
  private long lastDrawNanos = System.nanoTime() - REDRAW_NANOS;
  private boolean drawn;

  /**
   * A bar.
   *
   * @param err where it is drawn
   * @param terminal whether that is a terminal
   * @param total how many steps there are
   */
  public ProgressBar(PrintWriter err, boolean terminal, int total) {
    this.err = err;
    this.terminal = terminal;
    this.total = total;
  }

  /** Shows how many steps are done and what was done last. */
  public void show(int done, String text) {
    long now = System.nanoTime();
    if (!terminal || (now - lastDrawNanos < REDRAW_NANOS && done < total)) {
      return;
    }
    lastDrawNanos = now;
    int filled = total == 0 ? BAR_CHARACTERS : BAR_CHARACTERS * done / total;
    String bar = "█".repeat(filled) + "░".repeat(BAR_CHARACTERS - filled);
    String shown =
        text.length() > MAX_TEXT_CHARACTERS
            ? text.substring(0, MAX_TEXT_CHARACTERS - 1) + "…"
            : text;
    err.printf(Locale.ROOT, "\r\033[K%s %d/%d  %s", bar, done, total, shown);
    err.flush();
    drawn = true;
  }

  /** Shows a text alone, where nobody knows how many steps there are. */
  public void showLine(String text) {
    long now = System.nanoTime();
    if (!terminal || now - lastDrawNanos < REDRAW_NANOS) {
      return;
    }
    lastDrawNanos = now;
    String shown =
        text.length() > MAX_LINE_CHARACTERS
            ? text.substring(0, MAX_LINE_CHARACTERS - 1) + "…"
            : text;
    err.print("\r\033[K" + shown);
    err.flush();
    drawn = true;
  }

  /** Takes the line away, so that something else can be printed. */
  public void clear() {
    if (drawn) {
      err.print("\r\033[K");
      err.flush();
      drawn = false;
    }
  }
}
