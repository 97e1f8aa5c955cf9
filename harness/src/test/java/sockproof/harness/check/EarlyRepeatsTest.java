package sockproof.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.process.Activity;
import sockproof.harness.process.SubjectProcess;

/**
 * A case that waits is repeated before it is over; what nobody needs does not outlive the check.
 */
@Timeout(60)
final class EarlyRepeatsTest {
  private static final Situations CLIENTS = Situations.clients("udp");
  private static final int WITH_REPEATS = 1 + Lab.REPEATS;

  @TempDir private Path directory;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger interrupted = new AtomicInteger();
  private final CountDownLatch allBegan = new CountDownLatch(WITH_REPEATS);

  /** Each case has a subject that waits, and lasts until all of its repeats have begun. */
  @Test
  void theRepeatsOfACaseThatHangsRunBesideIt() throws Exception {
    CheckResult result = explore(exchange -> waiting(exchange, Behaviour.Kind.HUNG, false));
    assertEquals("5/5", result.findings().getFirst().repeats());
    assertEquals(WITH_REPEATS, begun.get());
  }

  /** The first comes out well after all, and so nobody wants to know of the others. */
  @Test
  void repeatsThatAreNotNeededAreEnded() throws Exception {
    CheckResult result = explore(exchange -> waiting(exchange, Behaviour.Kind.ERROR, true));
    assertEquals(List.of(), result.findings());
    assertEquals(WITH_REPEATS, ended.get());
    assertEquals(Lab.REPEATS, interrupted.get());
  }

  private Trial waiting(Exchange exchange, Behaviour.Kind kind, boolean repeatsStay)
      throws InterruptedException, IOException {
    int number = begun.incrementAndGet();
    try (SubjectProcess process =
        SubjectProcess.start(
            List.of("sleep", "50"), Map.of("PATH", System.getenv("PATH")), Path.of("/"))) {
      Activity.started(process);
      allBegan.countDown();
      allBegan.await();
      if (repeatsStay && number > 1) {
        new CountDownLatch(1).await();
      }
      SubjectEvidence subject = new SubjectEvidence(Optional.empty(), "", "", 0, 0, 0);
      return new Trial(
          exchange,
          new Evidence.OfClient(subject, Map.of(), Map.of(), true),
          new Behaviour(kind, List.of(), ""));
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    } finally {
      ended.incrementAndGet();
    }
  }

  private CheckResult explore(Lab.Runner runner) throws InterruptedException {
    long endNanos = System.nanoTime() + Duration.ofHours(1).toNanos();
    Lab lab = new Lab(CLIENTS.of("udp-client"), runner, 2, endNanos, (_, _) -> {});
    return new Explorer(
            lab,
            new CaseStore(directory),
            KnownFindings.none(),
            Set.of(),
            Set.of(),
            false,
            List.of(new Hanging()))
        .explore(1, System.nanoTime());
  }

  private static final class Hanging implements Check {
    @Override
    public String id() {
      return "loss-hang";
    }

    @Override
    public Optional<String> notApplicable(Situation situation) {
      return Optional.empty();
    }

    @Override
    public Diagnosis examine(Lab lab) throws InterruptedException {
      Trial trial = lab.run(CLIENTS.exchange("lost"));
      return shows(trial)
          ? Diagnosis.fail("it hangs", "an end", "none", List.of(trial))
          : Diagnosis.pass("it ends");
    }

    @Override
    public boolean shows(Trial trial) {
      return trial.outcome().kind() == Behaviour.Kind.HUNG;
    }
  }
}
