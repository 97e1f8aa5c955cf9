package sockproof.harness.check;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many cases run at once. A case that takes far longer than a run without faults waits for a
 * deadline and costs no CPU, so it gives its place to another one; how many such cases wait at once
 * is bounded, too.
 */
final class CaseSlots {
  private static final int WAITING_PER_JOB = 8;
  private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(250);

  private final Semaphore busy;
  private final Semaphore all;
  private final int jobs;
  private final Executor afterPatience;

  /**
   * Slots.
   *
   * @param jobs how many cases may use the CPU at once
   * @param patience how long a case may take before it counts as waiting
   */
  CaseSlots(int jobs, Duration patience) {
    this.jobs = jobs;
    this.busy = new Semaphore(jobs, true);
    this.all = new Semaphore(jobs * WAITING_PER_JOB, true);
    long nanos = Math.max(patience.toNanos(), SHORTEST_PATIENCE.toNanos());
    this.afterPatience =
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run);
  }

  /** How many cases are worth starting together. */
  int batch() {
    return Math.max(2 * jobs, 4);
  }

  /** Waits for a place and takes it; closing gives it back. */
  Slot take() throws InterruptedException {
    all.acquire();
    try {
      busy.acquire();
    } catch (InterruptedException e) {
      all.release();
      throw e;
    }
    Slot slot = new Slot();
    afterPatience.execute(slot::waits);
    return slot;
  }

  /** The place of one case. */
  final class Slot implements AutoCloseable {
    private final AtomicBoolean isBusy = new AtomicBoolean(true);

    private void waits() {
      if (isBusy.compareAndSet(true, false)) {
        busy.release();
      }
    }

    @Override
    public void close() {
      waits();
      all.release();
    }
  }
}
