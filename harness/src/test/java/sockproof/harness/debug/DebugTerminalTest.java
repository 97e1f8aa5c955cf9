package sockproof.harness.debug;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program in a pseudo-terminal, which {@code script} (util-linux) makes. */
class DebugTerminalTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  @TempDir private Path folder;

  @Test
  void aSessionIsDrivenByKeysAndTheTerminalIsLeftAsItWas() throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "script (util-linux) is not installed: no terminal");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed: no client");
    Path typescript = folder.resolve("typescript");
    Path saved = folder.resolve("cut.yaml");
    Process process =
        new ProcessBuilder(
                SCRIPT.toString(),
                "--quiet",
                "--flush",
                "--return",
                "--command",
                "stty rows 30 columns 100; stty -a; "
                    + command()
                    + "; status=$?; stty -a; exit $status",
                typescript.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try (OutputStream keys = process.getOutputStream()) {
      awaitText(typescript, "Sockproof debugger");
      awaitText(typescript, "the client sent \"hello, world\\n\"");
      type(keys, "2a");
      awaitText(typescript, "the server sent \"HELLO, WORLD\\n\"");
      type(keys, "1\u001b[C p");
      awaitText(typescript, "exit 0");
      type(keys, "s" + "\u007f".repeat("debugged.yaml".length()) + saved + "\r\r");
      await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(saved));
      type(keys, "q");
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), () -> text(typescript));
    } finally {
      process.destroy();
    }
    assertEquals(0, process.exitValue(), () -> text(typescript));
    assertTrue(Files.readString(saved).contains("- {pass: 1, once: 13}"));
    List<String> settings =
        text(typescript)
            .lines()
            .filter(line -> line.contains("icanon"))
            .map(String::strip)
            .toList();
    assertEquals(2, settings.size(), () -> text(typescript));
    assertEquals(settings.getFirst(), settings.getLast());
  }

  /** This very program, as the shell starts it. */
  private static String command() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("--sun-misc-unsafe-memory-access=allow");
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add("sockproof.harness.cli.Main");
    words.addAll(List.of("debug", "client", "--terminal", "--", "python3"));
    words.add(Debugged.PROGRAMS.resolve("client_naive.py").toAbsolutePath().normalize().toString());
    words.addAll(List.of("{host}", "{port}"));
    return String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
  }

  private static void type(OutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** What the terminal was sent, without the sequences that move the cursor and set colours. */
  private static String text(Path typescript) {
    try {
      return Files.exists(typescript)
          ? Files.readString(typescript, StandardCharsets.UTF_8)
              .replaceAll("\u001b(\\[[0-9;?]*[ -/]*[@-~]|[()][0-9A-Z]|[=>78])", "")
          : "";
    } catch (IOException e) {
      return ""; // in the middle of a character; the next look sees more
    }
  }

  private static void awaitText(Path typescript, String expected) {
    await().atMost(Duration.ofSeconds(60)).until(() -> text(typescript).contains(expected));
  }
}
