package sockproof.harness.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many cases run at once. A case that takes far longer than a run without faults waits for a
 * deadline and costs no CPU, so it gives its place to another one; how many such cases wait at once
 * is bounded, too. With one place, cases run strictly one after the other. Safe for use by several
 * threads.
 */
public final class CaseSlots {
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
  public CaseSlots(int jobs, Duration patience) {
    this.jobs = jobs;
    this.busy = new Semaphore(jobs, true);
    this.all = new Semaphore(atOnce(), true);
    long nanos = Math.max(patience.toNanos(), SHORTEST_PATIENCE.toNanos());
    this.afterPatience =
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run);
  }

  /** How many cases may be under way at once, those that wait included. */
  public int atOnce() {
    return jobs == 1 ? 1 : jobs * WAITING_PER_JOB;
  }

  /** How many cases are worth starting together. */
  public int batch() {
    return Math.max(2 * jobs, 4);
  }

  /** Waits for a place and takes it, for a case that may come to wait; closing gives it back. */
  public Slot take() throws InterruptedException {
    return take(true);
  }

  /**
   * Waits for a place and takes it; closing gives it back.
   *
   * @param mayWait whether a case that takes long waits; otherwise it is taken to work all the time
   */
  public Slot take(boolean mayWait) throws InterruptedException {
    all.acquire();
    try {
      busy.acquire();
    } catch (InterruptedException e) {
      all.release();
      throw e;
    }
    Slot slot = new Slot();
    if (jobs > 1 && mayWait) {
      afterPatience.execute(slot::waits);
    }
    return slot;
  }

  /** The place of one case. */
  public final class Slot implements AutoCloseable {
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
