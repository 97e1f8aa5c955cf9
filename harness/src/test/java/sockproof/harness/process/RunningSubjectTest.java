package sockproof.harness.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningSubjectTest {
  private static final Duration TIMEOUT = Duration.ofMillis(50);

  @Test
  void waitsNoLongerForASubjectThatHadACore() throws InterruptedException {
    StubSubject subject = new StubSubject(Duration.ZERO, false);
    assertFalse(subject.awaitEndFairly(TIMEOUT));
    assertEquals(1, subject.waits());
  }

  @Test
  void waitsLongerForASubjectThatHadNoCore() throws InterruptedException {
    StubSubject subject = new StubSubject(Duration.ofHours(1), false);
    long startNanos = System.nanoTime();
    assertFalse(subject.awaitEndFairly(TIMEOUT));
    assertTrue(System.nanoTime() - startNanos >= 7 * TIMEOUT.toNanos());
  }

  @Test
  void seesTheEnd() throws InterruptedException {
    StubSubject subject = new StubSubject(Duration.ZERO, false);
    subject.end();
    assertTrue(subject.awaitEndFairly(TIMEOUT));
  }
}
