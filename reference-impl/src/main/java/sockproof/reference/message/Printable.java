package sockproof.reference.message;

import java.util.Locale;

/** Makes received text safe to show on a terminal. */
public final class Printable {
  private Printable() {}

  /**
   * The text with control characters, line separators and changes of writing direction written as
   * escapes, so that no peer can move the cursor or forge a line of output.
   */
  public static String escape(String text) {
    return escape(text, false);
  }

  /** The text in double quotes, with quotes and backslashes inside it escaped too. */
  public static String quote(String text) {
    return '"' + escape(text, true) + '"';
  }

  private static String escape(String text, boolean quoted) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        case '\t' -> shown.append("\\t");
        case '"', '\\' -> shown.append(quoted ? "\\" : "").append(c);
        default -> {
          if (isUnsafe(c)) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            shown.append(c);
          }
        }
      }
    }
    return shown.toString();
  }

  private static boolean isUnsafe(char c) {
    return Character.isISOControl(c)
        || (c >= '\u2028' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }
}
