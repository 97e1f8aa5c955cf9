package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code list} prints of the bundled suites, and of the cases that checks have kept. */
final class ListCommandTest {
  @BeforeEach
  void useTheBundledSuites() {
    System.setProperty("sockproof.home", Path.of("..").toAbsolutePath().normalize().toString());
  }

  private static List<String> list(String... args) {
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of("list"));
    all.addAll(List.of(args));
    String[] words = all.toArray(String[]::new);
    CommandLine line = Program.commandLine(words);
    assertEquals(ExitStatus.OK, line.setOut(new PrintWriter(out)).execute(words), out::toString);
    return out.toString().lines().toList();
  }

  @Test
  void whatFitsASubjectIsListedForIt() {
    List<String> fitting = list("--subject", "reference/udp-server");
    assertTrue(fitting.size() > 1, fitting.toString());
    assertTrue(fitting.stream().noneMatch(line -> line.startsWith("stream/")), fitting.toString());
    assertTrue(
        list("--subject", "reference/tcp-server").stream()
            .anyMatch(any -> any.startsWith("stream/")));
  }

  @Test
  void anIdOfTheListIsAPathOfTheCommands() {
    String id = list("stream/recvall").getFirst().split(" ", 2)[0];
    assertEquals(1, list(id).size());
    assertTrue(list(id).getFirst().startsWith(id + " "), list(id).toString());
    assertEquals(1, list("stream/recvall/split-anywhere[cut=7]").size());
  }

  @Test
  void keptCasesAreListedInTheOrderInWhichTheyCame(@TempDir Path folder) throws IOException {
    keep(folder.resolve("b-2.json"), 2, "{\"command\": [\"./b\", \"{port}\"]}");
    keep(folder.resolve("a-3.json"), 3, "{}");
    keep(folder.resolve("c-1.json"), 1, "{\"command\": [\"./c\", \"two words\"]}");
    keep(folder.resolve("notes.txt"), 1, "");
    StringWriter out = new StringWriter();
    CaseFiles.print(folder, new PrintWriter(out, true));
    List<String> lines = out.toString().lines().toList();
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("c-1 "), lines.toString());
    assertTrue(lines.get(0).endsWith("  ./c 'two words'"), lines.toString());
    assertTrue(lines.get(1).endsWith("  ./b '{port}'"), lines.toString());
    assertTrue(lines.get(2).contains("not a case: "), lines.toString());
  }

  @Test
  void whereNoneIsKeptNothingIsListed(@TempDir Path folder) throws IOException {
    StringWriter out = new StringWriter();
    CaseFiles.print(folder.resolve("cases"), new PrintWriter(out, true));
    assertEquals("", out.toString());
  }

  private static void keep(Path file, long second, String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
  }
}
