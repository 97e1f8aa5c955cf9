package sockproof.harness.run;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who waits gives its place to another; who works does not. */
final class CaseSlotsTest {
  private static CompletableFuture<CaseSlots.Slot> taken(CaseSlots slots) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return slots.take();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        work -> Thread.ofVirtual().start(work));
  }

  @Test
  void aPlaceIsHeldWhileTheCaseWorks() throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMinutes(1));
    CompletableFuture<CaseSlots.Slot> third;
    try (CaseSlots.Slot _ = slots.take();
        CaseSlots.Slot _ = slots.take()) {
      third = taken(slots);
      assertThrows(TimeoutException.class, () -> third.get(400, TimeUnit.MILLISECONDS));
    }
    third.get(10, TimeUnit.SECONDS).close();
  }

  @Test
  void aPlaceIsGivenAwayByACaseThatWaits() throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMillis(1));
    try (CaseSlots.Slot _ = slots.take();
        CaseSlots.Slot _ = slots.take()) {
      taken(slots).get(10, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void notEverybodyMayWaitAtOnce() throws Exception {
    CaseSlots slots = new CaseSlots(2, Duration.ofMillis(1));
    for (int i = 0; i < slots.atOnce(); i++) {
      taken(slots).get(10, TimeUnit.SECONDS);
    }
    CompletableFuture<CaseSlots.Slot> oneMore = taken(slots);
    assertThrows(TimeoutException.class, () -> oneMore.get(400, TimeUnit.MILLISECONDS));
  }

  @Test
  void oneJobIsOneCaseAtATime() throws Exception {
    CaseSlots slots = new CaseSlots(1, Duration.ofMillis(1));
    CompletableFuture<CaseSlots.Slot> second;
    try (CaseSlots.Slot _ = slots.take()) {
      second = taken(slots);
      assertThrows(TimeoutException.class, () -> second.get(400, TimeUnit.MILLISECONDS));
    }
    second.get(10, TimeUnit.SECONDS).close();
  }
}
