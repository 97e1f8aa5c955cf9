package sockproof.harness.container;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import sockproof.harness.process.Ending;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.process.SpawnException;

/** A program in a container is seen as one outside is. */
@Timeout(180)
class ContainerSubjectTest {
  private static final String IMAGE = "sockproof-test-subject";
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final String PROGRAM =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <unistd.h>
      int main(int count, char **words) {
        char buffer[65536];
        ssize_t got;
        if (!strcmp(words[1], "cat")) {
          while ((got = read(0, buffer, sizeof buffer)) > 0)
            if (write(1, buffer, got) != got) return 9;
          fprintf(stderr, "port %s\\n", getenv("SOCKPROOF_PORT"));
          return 3;
        }
        if (!strcmp(words[1], "abort")) abort();
        if (!strcmp(words[1], "spin")) for (;;) ;
        if (!fork()) setsid(); /* leaves a child behind, in a session of its own */
        pause();
      }
      """;

  @TempDir private static Path folder;
  private static ContainerPool pool;

  @BeforeAll
  @Timeout(180)
  static void makeImage() throws Exception {
    StaticImage.requireDocker();
    Path source = Files.writeString(folder.resolve("subject.c"), PROGRAM);
    StaticImage.build(Files.createDirectory(folder.resolve("image")), IMAGE, List.of(source));
    pool = new ContainerPool(folder);
  }

  @AfterAll
  static void endContainers() {
    if (pool != null) {
      pool.close();
      await().atMost(LONG).until(() -> containers() == 0);
    }
  }

  private static int containers() {
    return DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withAncestorFilter(List.of(IMAGE))
        .exec()
        .size();
  }

  private static RunningSubject start(String word) {
    return pool.start(IMAGE, List.of("/subject", word), Map.of("SOCKPROOF_PORT", "3000"));
  }

  @Test
  void inputBothOutputsAndTheStatusPassThrough() throws Exception {
    String much = "0123456789abcdef".repeat(20_000);
    try (RunningSubject subject = start("cat")) {
      subject.write("hello\n");
      subject.write(much);
      subject.endInput();
      assertTrue(subject.awaitEnd(LONG));
      assertEquals("hello\n" + much, subject.stdout());
      assertEquals("port 3000\n", subject.stderr());
      assertEquals(Optional.of(new Ending.Exited(3)), subject.ending());
    }
  }

  @Test
  void aDeathByASignalIsTold() throws Exception {
    try (RunningSubject subject = start("abort")) {
      assertTrue(subject.awaitEnd(LONG));
      assertEquals(Optional.of(new Ending.Signalled(6)), subject.ending());
    }
  }

  @Test
  void whatIsEndedLeavesNothingBehindAndItsContainerServesTheNext() throws Exception {
    for (int i = 0; i < 2; i++) {
      long pid;
      try (RunningSubject subject = start("stay")) {
        pid = subject.pid().orElseThrow();
        assertFalse(subject.awaitEnd(Duration.ZERO));
        subject.freeze();
      }
      await().atMost(LONG).until(() -> Files.notExists(Path.of("/proc/" + pid)));
      assertEquals(1, containers());
    }
  }

  @Test
  void aBusyLoopIsSeen() {
    try (RunningSubject subject = start("spin")) {
      long before = subject.demandNanos();
      await().atMost(LONG).until(() -> subject.demandNanos() - before > 50_000_000);
      assertTrue(subject.cpuNanos() > 0);
    }
  }

  @Test
  void aProgramThatTheImageDoesNotHaveIsNamed() {
    SpawnException e =
        assertThrows(SpawnException.class, () -> pool.start(IMAGE, List.of("/nothing"), Map.of()));
    assertEquals(
        "`/nothing` could not be started in `%s`: exec: \"/nothing\": stat /nothing: no such file or directory"
            .formatted(IMAGE),
        e.getMessage());
  }
}
