package sockproof.harness.check;

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
    CaseSlots slots = new CaseSlots(1, Duration.ofMinutes(1));
    CompletableFuture<CaseSlots.Slot> second;
    try (CaseSlots.Slot _ = slots.take()) {
      second = taken(slots);
      assertThrows(TimeoutException.class, () -> second.get(400, TimeUnit.MILLISECONDS));
    }
    second.get(10, TimeUnit.SECONDS).close();
  }

  @Test
  void aPlaceIsGivenAwayByACaseThatWaits() throws Exception {
    CaseSlots slots = new CaseSlots(1, Duration.ofMillis(1));
    try (CaseSlots.Slot _ = slots.take()) {
      taken(slots).get(10, TimeUnit.SECONDS).close();
    }
  }

  @Test
  void notEverybodyMayWaitAtOnce() throws Exception {
    CaseSlots slots = new CaseSlots(1, Duration.ofMillis(1));
    for (int i = 0; i < 8; i++) {
      taken(slots).get(10, TimeUnit.SECONDS);
    }
    CompletableFuture<CaseSlots.Slot> ninth = taken(slots);
    assertThrows(TimeoutException.class, () -> ninth.get(400, TimeUnit.MILLISECONDS));
  }
}
