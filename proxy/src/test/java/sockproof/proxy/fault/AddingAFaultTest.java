package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page that tells how to add a fault shows code that exists. */
class AddingAFaultTest {
  private static final Path PAGE = Path.of("..", "docs", "adding-a-fault.md");
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/main/java/sockproof/proxy/fault/SlowClose.java"),
          Path.of("src/main/java/sockproof/proxy/fault/FaultRegistry.java"),
          Path.of("src/test/java/sockproof/proxy/fault/SlowCloseTest.java"));

  static Stream<String> blocks() throws IOException {
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(read(PAGE));
    return block.results().map(found -> found.group(1));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyBlockStandsInTheSources(String block) throws IOException {
    boolean found = false;
    for (Path source : SOURCES) {
      found |= read(source).contains(block);
    }
    assertTrue(found, block);
  }

  private static String read(Path path) throws IOException {
    return Files.readString(path);
  }
}
