package sockproof.harness.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningSubjectTest {
  private static final Duration TIMEOUT = Duration.ofMillis(50);

  @Test
  void waitsNoLongerForASubjectThatHadACore() throws InterruptedException {
    Stub subject = new Stub(Duration.ZERO);
    assertFalse(subject.awaitEndFairly(TIMEOUT));
    assertEquals(1, subject.waits);
  }

  @Test
  void waitsLongerForASubjectThatHadNoCore() throws InterruptedException {
    Stub subject = new Stub(Duration.ofHours(1));
    long startNanos = System.nanoTime();
    assertFalse(subject.awaitEndFairly(TIMEOUT));
    assertTrue(System.nanoTime() - startNanos >= 7 * TIMEOUT.toNanos());
  }

  @Test
  void seesTheEnd() throws InterruptedException {
    Stub subject = new Stub(Duration.ZERO);
    subject.end.countDown();
    assertTrue(subject.awaitEndFairly(TIMEOUT));
  }

  private static final class Stub implements RunningSubject {
    private final Duration starved;
    private final CountDownLatch end = new CountDownLatch(1);
    private int waits;

    Stub(Duration starved) {
      this.starved = starved;
    }

    @Override
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
      waits++;
      return end.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long starvedNanos() {
      return starved.toNanos();
    }

    @Override
    public OptionalInt pid() {
      return OptionalInt.empty();
    }

    @Override
    public Optional<Ending> ending() {
      return Optional.empty();
    }

    @Override
    public String stdout() {
      return "";
    }

    @Override
    public String stderr() {
      return "";
    }

    @Override
    public long cpuNanos() {
      return 0;
    }

    @Override
    public long demandNanos() {
      return 0;
    }

    @Override
    public void write(String text) {}

    @Override
    public void endInput() {}

    @Override
    public void close() {}
  }
}
