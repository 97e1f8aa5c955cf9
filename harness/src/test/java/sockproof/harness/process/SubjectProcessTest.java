package sockproof.harness.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectProcessTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private static SubjectProcess shell(String script) {
    return SubjectProcess.start(
        List.of("sh", "-c", script), Map.of("PATH", System.getenv("PATH")), Path.of("/"));
  }

  @Test
  void keepsBothOutputsAndTheExitStatus() throws InterruptedException {
    try (SubjectProcess process = shell("echo out; echo err >&2; exit 7")) {
      assertTrue(process.awaitEnd(SOON));
      assertEquals("out\n", process.stdout());
      assertEquals("err\n", process.stderr());
      assertEquals(Optional.of(new Ending.Exited(7)), process.ending());
    }
  }

  @Test
  void tellsASignalFromAnExitStatusOf128AndMore() throws InterruptedException {
    try (SubjectProcess signalled = shell("kill -SEGV $$");
        SubjectProcess exited = shell("exit 139")) {
      assertTrue(signalled.awaitEnd(SOON));
      assertTrue(exited.awaitEnd(SOON));
      assertEquals(Optional.of(new Ending.Signalled(11)), signalled.ending());
      assertEquals(Optional.of(new Ending.Exited(139)), exited.ending());
    }
  }

  @Test
  void feedsInputLargerThanAPipe() throws InterruptedException {
    String line = "x".repeat(999) + "\n";
    try (SubjectProcess process = shell("sleep 0.05; wc -c")) {
      process.write(line.repeat(1_000));
      process.endInput();
      assertTrue(process.awaitEnd(SOON));
      assertEquals("1000000", process.stdout().strip());
    }
  }

  @Test
  void endsTheWholeGroupWhenTheLeaderEnds() throws InterruptedException {
    try (SubjectProcess process = shell("sleep 1000 & echo $!")) {
      assertTrue(process.awaitEnd(SOON));
      long child = Long.parseLong(process.stdout().strip());
      await().atMost(SOON).until(() -> isGone(child));
    }
  }

  @Test
  void closeEndsAProcessThatIgnoresSignals() throws InterruptedException {
    SubjectProcess process = shell("trap '' TERM INT HUP; echo ready; sleep 1000 & wait");
    await().atMost(SOON).until(() -> process.stdout().equals("ready\n"));
    assertFalse(process.awaitEnd(Duration.ZERO));
    process.close();
    assertTrue(isGone(process.pid().orElseThrow()));
    assertEquals(Optional.empty(), process.ending());
  }

  @Test
  void aFloodOfOutputNeitherBlocksItNorFillsTheMemory() throws InterruptedException {
    try (SubjectProcess process = shell("head -c 50000000 /dev/zero | tr '\\0' a")) {
      assertTrue(process.awaitEnd(SOON));
      assertTrue(process.stdout().endsWith("more bytes not kept]\n"));
      assertEquals(Optional.of(new Ending.Exited(0)), process.ending());
    }
  }

  @Test
  void countsTheCpuTimeOfALivingAndOfAnEndedProcess() {
    SubjectProcess busy = shell("while :; do :; done");
    await().atMost(SOON).until(() -> busy.cpuNanos() > 50_000_000);
    busy.close();
    assertTrue(busy.cpuNanos() > 50_000_000);
  }

  @Test
  void saysInOneSentenceWhatIsMissing(@TempDir Path directory) {
    SpawnException missing =
        assertThrows(
            SpawnException.class,
            () -> SubjectProcess.start(List.of("no-such-program"), Map.of(), directory));
    assertEquals(
        "the program `no-such-program` was not found; install it or give its path",
        missing.getMessage());
  }

  @Test
  void inheritsNoDescriptorOfTheHarness() throws Exception {
    try (SubjectProcess process = shell("ls /proc/self/fd | wc -l")) {
      assertTrue(process.awaitEnd(SOON));
      // 0, 1, 2 and the directory that ls reads.
      assertEquals("4", process.stdout().strip());
    }
  }

  @Test
  void theLifelineEndsWhatLeftItsProcessGroup(@TempDir Path directory) throws Exception {
    Path runDirectory = Files.createDirectory(directory.resolve("run"));
    long escaped;
    try (Lifeline lifeline = Lifeline.start(runDirectory)) {
      try (SubjectProcess process =
          SubjectProcess.start(
              List.of("sh", "-c", "setsid sleep 1000 >/dev/null & echo $!"),
              Map.of("PATH", System.getenv("PATH"), Lifeline.MARK_VARIABLE, lifeline.mark()),
              Path.of("/"))) {
        assertTrue(process.awaitEnd(SOON));
        escaped = Long.parseLong(process.stdout().strip());
      }
    }
    assertTrue(isGone(escaped));
    assertFalse(Files.exists(runDirectory));
  }

  /** A killed orphan stays as a zombie where nobody collects it; that is gone too. */
  private static boolean isGone(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      String text = Files.readString(stat);
      return text.substring(text.lastIndexOf(')')).startsWith(") Z");
    } catch (java.io.IOException e) {
      return true;
    }
  }

  @Test
  void freezesAllItsProcessesAndThawsThem() {
    try (SubjectProcess process = shell("sleep 1000 & wait")) {
      int pid = process.pid().orElseThrow();
      process.freeze();
      await().atMost(SOON).until(() -> state(pid) == 'T');
      process.thaw();
      await().atMost(SOON).until(() -> state(pid) != 'T');
    }
  }

  /** The state of a process from {@code /proc/PID/stat}: T where it is stopped. */
  private static char state(int pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Integer.toString(pid), "stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  @Test
  void countsTheSocketsThatItHolds() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SubjectProcess process =
            SubjectProcess.start(
                List.of(
                    "bash",
                    "-c",
                    "exec 3<>/dev/tcp/127.0.0.1/$0; (read) <&3; exec 3>&-; echo closed; cat",
                    Integer.toString(listener.getLocalPort())),
                Map.of("PATH", System.getenv("PATH")),
                Path.of("/"))) {
      try (Socket peer = listener.accept()) {
        await().atMost(SOON).until(() -> process.heldSockets() == 1);
        peer.getOutputStream().write('\n');
        await().atMost(SOON).until(() -> process.stdout().equals("closed\n"));
        assertEquals(0, process.heldSockets());
      }
    }
  }

  /**
   * After a reset no table of the kernel knows the socket; the process may hold it all the same.
   */
  @Test
  void tellsWhetherItHoldsWhatWasReset() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SubjectProcess process =
            SubjectProcess.start(
                List.of(
                    "bash",
                    "-c",
                    "exec 3<>/dev/tcp/127.0.0.1/$0; (read) <&3; echo reset; read; exec 3>&-;"
                        + " echo closed; cat",
                    Integer.toString(listener.getLocalPort())),
                Map.of("PATH", System.getenv("PATH")),
                Path.of("/"))) {
      try (Socket peer = listener.accept()) {
        await().atMost(SOON).until(() -> process.heldSockets() == 1);
        assertFalse(process.holdsSocketWithoutConnection());
        peer.setSoLinger(true, 0);
      }
      await().atMost(SOON).until(() -> process.stdout().equals("reset\n"));
      assertTrue(process.holdsSocketWithoutConnection());
      process.write("\n");
      await().atMost(SOON).until(() -> process.stdout().endsWith("closed\n"));
      assertFalse(process.holdsSocketWithoutConnection());
    }
  }

  @Test
  void countsTheWorkOfItsChildren() {
    try (SubjectProcess process = shell("(while :; do :; done) & wait")) {
      await().atMost(SOON).until(() -> process.demandNanos() > 200_000_000);
    }
  }
}
