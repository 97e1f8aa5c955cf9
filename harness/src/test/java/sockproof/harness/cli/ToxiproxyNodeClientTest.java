package sockproof.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The unmodified npm package {@code toxiproxy-node-client}, in the version that {@code
 * package-lock.json} names, drives {@code sockproof proxy --api}; what it is asked to do stands in
 * {@code client.test.mjs}, which Node.js's own test runner runs.
 */
class ToxiproxyNodeClientTest {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "client.test.mjs");

  @TempDir private Path folder;

  private record Ended(int status, String output) {}

  private Ended run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream output = process.getInputStream()) {
      String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), printed);
    } finally {
      process.destroyForcibly();
    }
  }

  private void install() throws IOException, InterruptedException {
    for (String program : List.of("node", "npm")) {
      Ended found = run(Map.of(), "sh", "-c", "command -v " + program);
      assumeTrue(found.status() == 0, "`" + program + "` is not installed");
    }
    for (String file : FILES) {
      try (InputStream text = getClass().getResourceAsStream("/toxiproxy-node-client/" + file)) {
        Files.copy(Objects.requireNonNull(text, file), folder.resolve(file));
      }
    }
    Ended installed =
        run(Map.of(), "npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit");
    assumeTrue(installed.status() == 0, () -> "npm cannot install it: " + installed.output());
  }

  @Test
  void theNpmClientWorksAsItIs() throws Exception {
    install();
    Process proxy = ProxyProcess.start("--api", "127.0.0.1:0");
    try (BufferedReader out = proxy.inputReader()) {
      String line = String.valueOf(out.readLine());
      assertTrue(line.startsWith("api http://127.0.0.1:"), line);
      Ended tests =
          run(
              Map.of("SOCKPROOF_API", line.substring("api ".length())),
              "node",
              "--test-reporter=tap",
              "client.test.mjs");
      assertEquals(0, tests.status(), tests::output);
      // The runner's own count: a file without tests would end with 0, too.
      assertTrue(tests.output().matches("(?s).*\n# pass [1-9].*\n# skipped 0\n.*"), tests::output);
      ProxyProcess.end(proxy, "TERM");
    } finally {
      proxy.destroyForcibly();
    }
  }
}
