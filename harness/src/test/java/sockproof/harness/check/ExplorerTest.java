package sockproof.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.process.Ending;

class ExplorerTest {
  private static final Situations CLIENTS = Situations.clients("udp");

  @TempDir private Path directory;

  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch oneRuns = new CountDownLatch(1);
  private final AtomicReference<Thread> waits = new AtomicReference<>();

  /** The first check asks when another's cases wait already, and yet its case is the next. */
  @Test
  @Timeout(60)
  void theCasesOfTheFirstCheckAreRunFirst() throws Exception {
    Check first =
        new Asking("no-retry") {
          @Override
          void ask(Lab lab) throws InterruptedException {
            oneRuns.await();
            waits.set(Thread.currentThread());
            lab.run(CLIENTS.exchange("first"));
          }
        };
    Check second =
        new Asking("loss-hang") {
          @Override
          void ask(Lab lab) throws InterruptedException {
            lab.runAll(
                List.of(CLIENTS.exchange("a"), CLIENTS.exchange("b"), CLIENTS.exchange("c")));
          }
        };
    CheckResult result = explore(first, second);
    assertEquals("first", ran.get(1), ran::toString);
    assertEquals(4, result.cases());
  }

  /** Cases that run one by one would all stand behind it. */
  @Test
  @Timeout(60)
  void whatOnlyWaitsIsRunLastWhereNothingRunsMeanwhile() throws Exception {
    Check waiting =
        new Asking("loss-hang") {
          @Override
          public boolean waits() {
            return true;
          }

          @Override
          void ask(Lab lab) throws InterruptedException {
            oneRuns.await();
            waits.set(Thread.currentThread());
            lab.run(CLIENTS.exchange("waits"));
          }
        };
    Check other =
        new Asking("no-retry") {
          @Override
          void ask(Lab lab) throws InterruptedException {
            lab.runAll(
                List.of(CLIENTS.exchange("a"), CLIENTS.exchange("b"), CLIENTS.exchange("c")));
          }
        };
    explore(waiting, other);
    assertEquals("waits", ran.getLast(), ran::toString);
  }

  private CheckResult explore(Check... checks) throws InterruptedException {
    Lab lab = Situations.lab(CLIENTS.of("udp-client"), this::run);
    return new Explorer(
            lab,
            new CaseStore(directory),
            KnownFindings.none(),
            Set.of(),
            Set.of(),
            false,
            List.of(checks))
        .explore(1, System.nanoTime());
  }

  @Test
  void whatTakesLongerThanTheBudgetIsNotBegun() {
    Lab lab = Situations.lab(CLIENTS.of("udp-client"), this::run);
    Exchange exchange = CLIENTS.exchange("hello");
    lab.requireTimeFor(exchange.withDeadline(Duration.ofMinutes(59)));
    assertThrows(
        Lab.BudgetException.class,
        () -> lab.requireTimeFor(exchange.withDeadline(Duration.ofMinutes(61))));
  }

  /** Repeats that cannot be run are none, and lose nothing of the rest. */
  @Test
  void aCaseThatCannotBeRunIsNoRepeat() throws Exception {
    AtomicInteger number = new AtomicInteger();
    Lab lab =
        Situations.lab(
            CLIENTS.of("udp-client"),
            exchange -> {
              if (number.incrementAndGet() % 2 == 0) {
                throw new IOException("no such thing");
              }
              return Situations.trial(exchange, Behaviour.Kind.WRONG, List.of());
            });
    assertEquals(2, lab.runAgain(CLIENTS.exchange("hello"), 4).size());
  }

  /** The first case lasts until the case of the first check waits for its place. */
  private Trial run(Exchange exchange) {
    ran.add(exchange.messages().getFirst());
    oneRuns.countDown();
    Awaitility.await().until(() -> ran.size() > 1 || isWaiting());
    SubjectEvidence subject =
        new SubjectEvidence(Optional.of(new Ending.Exited(0)), "", "", 0, 0, 0);
    Evidence evidence = new Evidence.OfClient(subject, Map.of(), Map.of(), true);
    return new Trial(exchange, evidence, new Behaviour(Behaviour.Kind.INTACT, List.of(), ""));
  }

  private boolean isWaiting() {
    Thread thread = waits.get();
    return thread != null && thread.getState() == Thread.State.WAITING;
  }

  private abstract static class Asking implements Check {
    private final String id;

    Asking(String id) {
      this.id = id;
    }

    abstract void ask(Lab lab) throws InterruptedException;

    @Override
    public String id() {
      return id;
    }

    @Override
    public Optional<String> notApplicable(Situation situation) {
      return Optional.empty();
    }

    @Override
    public Diagnosis examine(Lab lab) throws InterruptedException {
      ask(lab);
      return Diagnosis.pass("");
    }
  }
}
