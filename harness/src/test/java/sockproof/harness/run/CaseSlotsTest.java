package sockproof.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.process.Activity;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.process.StubSubject;
import sockproof.harness.process.SubjectProcess;

/** Whose subject waits gives its place to another; whose subject works does not. */
final class CaseSlotsTest {
  private static final String WAITS = "sleep 60";
  private static final String WORKS = "while :; do :; done";

  private final CountDownLatch over = new CountDownLatch(1);
  private final List<CompletableFuture<Void>> cases = new ArrayList<>();

  /** A case on a thread of its own, which has its place when this is done. */
  private CompletableFuture<Void> start(CaseSlots slots, String subject) {
    return start(slots, subject, () -> {});
  }

  private CompletableFuture<Void> start(CaseSlots slots, String subject, Runnable whenWaiting) {
    return start(
        slots,
        () ->
            SubjectProcess.start(
                List.of("sh", "-c", subject), Map.of("PATH", System.getenv("PATH")), Path.of("/")),
        whenWaiting);
  }

  private CompletableFuture<Void> start(
      CaseSlots slots, Callable<RunningSubject> starting, Runnable whenWaiting) {
    CompletableFuture<Void> hasPlace = new CompletableFuture<>();
    cases.add(
        CompletableFuture.runAsync(
            () -> {
              try (CaseSlots.Slot slot = slots.take();
                  RunningSubject subject = starting.call()) {
                slot.whenWaiting(Duration.ofMillis(1), whenWaiting);
                Activity.started(subject);
                hasPlace.complete(null);
                over.await();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            work -> Thread.ofPlatform().daemon().start(work)));
    return hasPlace;
  }

  @AfterEach
  void endAll() throws Exception {
    over.countDown();
    for (CompletableFuture<Void> one : cases) {
      one.get(10, TimeUnit.SECONDS);
    }
  }

  private static void assertHasPlace(CompletableFuture<Void> start)
      throws InterruptedException, ExecutionException, TimeoutException {
    start.get(20, TimeUnit.SECONDS);
  }

  private static void assertHasNoPlace(CompletableFuture<Void> start) {
    assertThrows(TimeoutException.class, () -> start.get(700, TimeUnit.MILLISECONDS));
  }

  @Test
  void aCaseThatWorksKeepsItsPlace() throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMillis(1));
    assertHasPlace(start(slots, WORKS));
    assertHasPlace(start(slots, WORKS));
    assertHasNoPlace(start(slots, WORKS));
  }

  /** As on a busy machine: it has had no core since it was looked at, and wants one. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void whoWaitsForACoreKeepsItsPlace(boolean runnable, boolean givesItAway) throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMillis(1));
    for (int i = 0; i < 2; i++) {
      assertHasPlace(start(slots, () -> new StubSubject(Duration.ZERO, runnable), () -> {}));
    }
    CompletableFuture<Void> third = start(slots, WORKS);
    if (givesItAway) {
      assertHasPlace(third);
    } else {
      assertHasNoPlace(third);
    }
  }

  @Test
  void aCaseThatWaitsGivesItAway() throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMillis(1));
    assertHasPlace(start(slots, WAITS));
    assertHasPlace(start(slots, WAITS));
    assertHasPlace(start(slots, WORKS));
  }

  @Test
  void whoWaitsIsRemindedAndWhoWorksIsNot() throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMillis(1));
    AtomicInteger works = new AtomicInteger();
    AtomicInteger waits = new AtomicInteger();
    assertHasPlace(start(slots, WORKS, works::incrementAndGet));
    assertHasPlace(start(slots, WAITS, waits::incrementAndGet));
    Awaitility.await().untilAtomic(waits, Matchers.is(1));
    assertEquals(0, works.get());
  }

  @Test
  void notEverybodyMayWaitAtOnce() throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMillis(1));
    for (int i = 0; i < slots.atOnce(); i++) {
      assertHasPlace(start(slots, WAITS));
    }
    assertHasNoPlace(start(slots, WAITS));
  }

  @Test
  void oneJobIsOneCaseAtATime() throws Exception {
    CaseSlots slots = new CaseSlots(1, Duration.ofMillis(1));
    assertHasPlace(start(slots, WAITS));
    assertHasNoPlace(start(slots, WAITS));
  }

  @Test
  void theLowestRankComesFirst() throws Exception {
    CaseSlots slots = new CaseSlots(1, Duration.ofMillis(1));
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> all = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      try (CaseSlots.Slot _ = slots.take()) {
        for (int rank : new int[] {2, 0, 1, 0}) {
          int waiting = all.size() + 1;
          all.add(CompletableFuture.runAsync(() -> taken(slots, rank, order), pool));
          Awaitility.await().until(() -> slots.waiting() == waiting);
        }
      }
      CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get();
    }
    assertEquals(List.of(0, 0, 1, 2), order);
  }

  @Test
  void whoIsInterruptedLeavesThePlaceToOthers() throws Exception {
    CaseSlots slots = new CaseSlots(1, Duration.ofMillis(1));
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    try (CaseSlots.Slot _ = slots.take()) {
      Thread gone = Thread.ofVirtual().start(() -> taken(slots, 0, order));
      Awaitility.await().until(() -> slots.waiting() == 1);
      gone.interrupt();
      gone.join();
      assertEquals(0, slots.waiting());
    }
    taken(slots, 1, order);
    assertEquals(List.of(1), order);
  }

  private static void taken(CaseSlots slots, int rank, List<Integer> order) {
    try (CaseSlots.Slot _ = slots.take(rank)) {
      order.add(rank);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
