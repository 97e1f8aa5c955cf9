package sockproof.harness.subject;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.process.SubjectProcess;

@Timeout(15) // less than a shim is waited for
class ShimsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder = Path.of("");

  private String script(String directory, String text) throws IOException {
    Path file = folder.resolve(directory).resolve("tool");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    return file.toString();
  }

  private SubjectProcess start(List<String> words) {
    return SubjectProcess.start(words, Map.of("PATH", System.getenv("PATH")), folder);
  }

  @Test
  void learnsWhatAShimBecomesAndWhatEnvironmentItGives() throws IOException {
    Shims shims = new Shims();
    Path sleep = Path.of("/bin/sleep").toRealPath();
    List<String> words = List.of(script("shims", "CHOSEN=3.1 exec " + sleep + " \"$@\""), "1000");
    assertEquals(Optional.empty(), shims.behind(words.getFirst(), folder));
    try (SubjectProcess process = start(words)) {
      shims.awaitProgram(process.pid().orElseThrow(), words, folder);
    }
    Shims.Program program = shims.behind(words.getFirst(), folder).orElseThrow();
    assertEquals(sleep.toString(), program.file());
    assertEquals("3.1", program.environment().get("CHOSEN"));
  }

  @Test
  void leavesAScriptInAnotherFolderAlone() throws IOException {
    Shims shims = new Shims();
    List<String> words = List.of(script("bin", "exec /bin/sleep \"$@\""), "1000");
    try (SubjectProcess process = start(words)) {
      shims.awaitProgram(process.pid().orElseThrow(), words, folder);
      await().atMost(SOON).until(() -> isSleeping(process));
      assertEquals(Optional.empty(), shims.behind(words.getFirst(), folder));
    }
  }

  @Test
  void waitsAsLongAsTheShimIsAtWork() throws IOException, InterruptedException {
    Shims shims = new Shims();
    Path gate = folder.resolve("gate");
    assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
    List<String> words =
        List.of(script("shims", "read -r _ <'" + gate + "'\nexec /bin/sleep \"$@\""), "1000");
    try (SubjectProcess process = start(words)) {
      int pid = process.pid().orElseThrow();
      Thread waiting = Thread.ofPlatform().start(() -> shims.awaitProgram(pid, words, folder));
      await().atMost(SOON).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
      assertEquals(Optional.empty(), shims.behind(words.getFirst(), folder));
      Files.writeString(gate, "go\n");
      assertTrue(waiting.join(SOON));
      assertTrue(isSleeping(process));
    }
  }

  @Test
  void aShimThatEndsIsNotWaitedFor() throws IOException {
    Shims shims = new Shims();
    List<String> words = List.of(script("shims", "exit 3"), "1000");
    try (SubjectProcess process = start(words)) {
      shims.awaitProgram(process.pid().orElseThrow(), words, folder);
      assertEquals(Optional.empty(), shims.behind(words.getFirst(), folder));
    }
  }

  private static boolean isSleeping(SubjectProcess process) throws IOException {
    String pid = Integer.toString(process.pid().orElseThrow());
    return Files.readString(Path.of("/proc", pid, "comm")).strip().equals("sleep");
  }
}
