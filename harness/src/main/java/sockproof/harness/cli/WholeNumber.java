package sockproof.harness.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the numbers of options, and says in words of this program what is none. */
final class WholeNumber {
  private WholeNumber() {}

  /** For all options of a command line that are numbers. */
  static void register(CommandLine line) {
    line.registerConverter(Integer.class, reading(Integer::valueOf));
    line.registerConverter(int.class, reading(Integer::valueOf));
    line.registerConverter(Long.class, reading(Long::valueOf));
    line.registerConverter(long.class, reading(Long::valueOf));
  }

  private static <T> ITypeConverter<T> reading(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("`" + text + "` is not a whole number such as 7");
      }
    };
  }
}
