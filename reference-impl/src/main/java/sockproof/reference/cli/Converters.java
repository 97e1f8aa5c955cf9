package sockproof.reference.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** Reads the values of options; a value that cannot be read gives one sentence. */
final class Converters {
  private static final Pattern QUANTITY = Pattern.compile("(\\d{1,9})([a-zA-Z]*)");
  private static final Map<String, Duration> TIME_UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1));
  private static final Map<String, Integer> SIZE_UNITS =
      Map.of("", 1, "b", 1, "kib", 1 << 10, "mib", 1 << 20);

  private Converters() {}

  /** Reads {@code fixed:N}, {@code line}, … */
  static final class ToFraming implements ITypeConverter<Framing> {
    @Override
    public Framing convert(String value) {
      return orSentence(value, Framing::parse);
    }
  }

  /** Reads {@code ascii} or {@code utf-8}. */
  static final class ToTextRules implements ITypeConverter<TextRules> {
    @Override
    public TextRules convert(String value) {
      return orSentence(value, TextRules::parse);
    }
  }

  /** Reads {@code 250ms}, {@code 5s}, {@code 2m}. */
  static final class ToDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      Matcher matcher = QUANTITY.matcher(value);
      Duration unit =
          matcher.matches() ? TIME_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
      if (unit == null || Long.parseLong(matcher.group(1)) == 0) {
        throw new TypeConversionException(
            "`" + value + "` is not a duration above 0, as in 250ms, 5s or 2m");
      }
      return unit.multipliedBy(Long.parseLong(matcher.group(1)));
    }
  }

  /** Reads a size in bytes from 1 to 1 GiB: {@code 1500}, {@code 64KiB}, {@code 1MiB}. */
  static final class ToSizeBytes implements ITypeConverter<Integer> {
    private static final long MAX = 1 << 30;

    @Override
    public Integer convert(String value) {
      Matcher matcher = QUANTITY.matcher(value);
      Integer unit =
          matcher.matches() ? SIZE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
      long bytes = unit == null ? 0 : unit * Long.parseLong(matcher.group(1));
      if (bytes < 1 || bytes > MAX) {
        throw new TypeConversionException(
            "`" + value + "` is not a size from 1 to 1024MiB, as in 1500, 64KiB or 1MiB");
      }
      return (int) bytes;
    }
  }

  private static <T> T orSentence(String value, Function<String, T> parse) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
