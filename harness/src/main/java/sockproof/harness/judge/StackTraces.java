package sockproof.harness.judge;

import java.util.regex.Pattern;

/** Recognises an uncaught exception in what a subject printed. */
public final class StackTraces {
  // The marks of uncaught exceptions in Python, Java and Node.js, Go, Rust, Perl.
  private static final Pattern TRACE =
      Pattern.compile(
          "(?m)^Traceback \\(most recent call last\\)"
              + "|^\\s+at [\\w$.<>/ ]+\\(.*\\)"
              + "|^\\s+at (?:async )?(?:file|node):"
              + "|^Exception in thread"
              + "|^panic: "
              + "|^thread '.*' panicked"
              + "|^\\s*main::\\w+\\(.*\\) called at ");

  private StackTraces() {}

  /** True where a text holds such a trace. */
  public static boolean isIn(String text) {
    return TRACE.matcher(text).find();
  }
}
