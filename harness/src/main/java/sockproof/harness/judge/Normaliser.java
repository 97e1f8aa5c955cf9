package sockproof.harness.judge;

import java.util.regex.Pattern;

/**
 * Replaces in a subject's output what differs from run to run without meaning: addresses, ports,
 * process ids, times and temporary paths.
 */
public final class Normaliser {
  private static final Pattern IPV4 = Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b");
  private static final Pattern IPV6 =
      Pattern.compile("(?<![0-9A-Za-z:])(?:::ffff:|::1)(?![0-9A-Za-z:])");
  private static final Pattern PATH = Pattern.compile("/[\\w./-]*sockproof[\\w./-]*");
  private static final Pattern CLOCK =
      Pattern.compile("\\b\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d+)?\\b");
  private static final Pattern DECIMAL = Pattern.compile("\\b\\d+\\.\\d+\\b");
  private static final Pattern DURATION = Pattern.compile("\\b\\d+ ?(?=(?:ms|us|ns|µs|s)\\b)");
  private static final Pattern LARGE_NUMBER =
      Pattern.compile("(?<![0-9A-Za-z])\\d{3,}(?![0-9A-Za-z])");

  private Normaliser() {}

  /** The text with a sign in the place of everything that varies. */
  public static String normalise(String text) {
    String result = PATH.matcher(text).replaceAll("<path>");
    result = IPV4.matcher(result).replaceAll("<ip>");
    result = IPV6.matcher(result).replaceAll("<ip>");
    result = CLOCK.matcher(result).replaceAll("<time>");
    result = DECIMAL.matcher(result).replaceAll("<n>");
    result = DURATION.matcher(result).replaceAll("<n>");
    return LARGE_NUMBER.matcher(result).replaceAll("<n>");
  }
}
