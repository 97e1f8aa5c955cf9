package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.process.StubSubject;

/** What counts as spinning. */
final class SubjectEvidenceTest {
  /** What waits for a core all the time has had none, and none of its waits has ended. */
  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void oneThatWantsACoreAllTheTimeSpins(boolean runnable, boolean spins) throws Exception {
    StubSubject subject = new StubSubject(Duration.ZERO, runnable);
    assertEquals(spins, SubjectEvidence.of(subject, System.nanoTime(), true).isSpinning());
  }
}
