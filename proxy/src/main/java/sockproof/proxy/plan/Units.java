package sockproof.proxy.plan;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as text. */
public final class Units {
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(ns|us|ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB)?");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,15}(?:\\.[0-9]{1,15})?");
  private static final String[] DURATION_UNITS = {"h", "m", "s", "ms", "us", "ns"};
  private static final String[] SIZE_UNITS = {"GiB", "MiB", "KiB"};
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE / 4);

  private Units() {}

  /** Nanoseconds of a duration such as {@code 250ms}; empty if the text is none or too long. */
  public static OptionalLong parseDurationNanos(String text) {
    Matcher match = DURATION.matcher(text);
    return match.matches()
        ? scaled(match.group(1), nanosOf(match.group(2)))
        : text.equals("0") ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /** Bytes of a size such as {@code 64} or {@code 64KiB}; empty if the text is none. */
  public static OptionalLong parseSizeBytes(String text) {
    Matcher match = SIZE.matcher(text);
    if (!match.matches()) {
      return OptionalLong.empty();
    }
    String unit = match.group(2);
    return scaled(match.group(1), unit == null ? 1 : bytesOf(unit));
  }

  static OptionalDouble parseNumber(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  /** The shortest text for a duration, in the largest unit that needs no fraction. */
  public static String formatDuration(long nanos) {
    for (String unit : DURATION_UNITS) {
      if (nanos != 0 && nanos % nanosOf(unit) == 0) {
        return nanos / nanosOf(unit) + unit;
      }
    }
    return "0s";
  }

  /** The shortest text for a size, in the largest unit that needs no fraction. */
  public static String formatSize(long bytes) {
    for (String unit : SIZE_UNITS) {
      if (bytes != 0 && bytes % bytesOf(unit) == 0) {
        return bytes / bytesOf(unit) + unit;
      }
    }
    return Long.toString(bytes);
  }

  static String formatNumber(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static OptionalLong scaled(String number, long unit) {
    BigDecimal value = new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
    return value.compareTo(MAX) > 0 ? OptionalLong.empty() : OptionalLong.of(value.longValue());
  }

  private static long nanosOf(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> throw new IllegalArgumentException(unit);
    };
  }

  private static long bytesOf(String unit) {
    return switch (unit) {
      case "B" -> 1;
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      default -> throw new IllegalArgumentException(unit);
    };
  }
}
