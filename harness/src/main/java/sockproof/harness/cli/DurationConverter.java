package sockproof.harness.cli;

import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import sockproof.proxy.plan.Units;

/** Durations as {@code 250ms}, {@code 5s}, {@code 2m}. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    OptionalLong nanos = Units.parseDurationNanos(text);
    if (nanos.isEmpty() || nanos.getAsLong() == 0) {
      throw new TypeConversionException("`" + text + "` is not a duration such as 250ms, 5s or 2m");
    }
    return Duration.ofNanos(nanos.getAsLong());
  }
}
