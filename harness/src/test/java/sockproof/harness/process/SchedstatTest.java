package sockproof.harness.process;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a subject wants of the processor. */
@Timeout(60)
final class SchedstatTest {
  private static final long WORK_NANOS = 50_000_000;

  /** As the wrappers do that look for the right version of an interpreter. */
  @Test
  void theWorkOfChildrenThatHaveEndedCounts() throws Exception {
    String work = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
    try (SubjectProcess subject =
        SubjectProcess.start(
            List.of("sh", "-c", "sh -c '" + work + "'; echo done; read line"),
            Map.of("PATH", System.getenv("PATH")),
            Path.of("/"))) {
      Awaitility.await().until(() -> subject.stdout().equals("done\n"));
      long demand = subject.demandNanos();
      assertTrue(demand > WORK_NANOS, "wanted " + demand + " ns");
    }
  }

  @Test
  void aLoopIsRunnableAndAWaitIsNot() throws Exception {
    try (SubjectProcess subject =
        SubjectProcess.start(
            List.of("sh", "-c", "sh -c 'read line; while :; do :; done'"),
            Map.of("PATH", System.getenv("PATH")),
            Path.of("/"))) {
      Awaitility.await().until(() -> !subject.isRunnable());
      subject.write("go\n");
      Awaitility.await().until(subject::isRunnable);
    }
  }
}
