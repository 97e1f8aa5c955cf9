package sockproof.harness.run;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sockproof.harness.process.Activity;

/**
 * How many cases run at once. A case whose subject wants nothing of the processor waits for a
 * deadline, so it gives its place to another one; how many such cases wait at once is bounded, too.
 * A subject that waits for a processor wants it, so a busy machine gets no busier by this. With one
 * place, cases run strictly one after the other. Safe for use by several threads.
 */
public final class CaseSlots {
  private static final int WAITING_PER_JOB = 8;
  private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(250);
  private static final Duration WATCH = Duration.ofMillis(100);

  /** A subject that wants less than one part in so many of the time it is watched is waiting. */
  private static final int WAITING_FRACTION = 10;

  private static final ScheduledExecutorService WATCHER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("case-watch").factory());

  /** Somebody who waits for a place. */
  private record Waiting(int rank, long number, CountDownLatch admitted)
      implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      int order = Integer.compare(rank, other.rank);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();
  private final int jobs;
  private int freeBusy;
  private int freeInAll;
  private long lastNumber;
  private final long patienceNanos;

  /**
   * Slots.
   *
   * @param jobs how many cases may use the CPU at once
   * @param patience how long a case may take before it counts as waiting
   */
  public CaseSlots(int jobs, Duration patience) {
    this.jobs = jobs;
    this.freeBusy = jobs;
    this.freeInAll = atOnce();
    this.patienceNanos = Math.max(patience.toNanos(), SHORTEST_PATIENCE.toNanos());
  }

  /** How many cases may be under way at once, those that wait included. */
  public int atOnce() {
    return jobs == 1 ? 1 : jobs * WAITING_PER_JOB;
  }

  /** How many wait for a place. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** How many cases are worth starting together. */
  public int batch() {
    return Math.max(2 * jobs, 4);
  }

  /** Waits for a place and takes it, in the order of asking; closing gives it back. */
  public Slot take() throws InterruptedException {
    return take(0);
  }

  /**
   * Likewise, before all that wait with a higher rank.
   *
   * @param rank the lowest comes first; those of the same rank in the order of asking
   */
  public Slot take(int rank) throws InterruptedException {
    await(enqueue(rank));
    Slot slot = new Slot();
    if (jobs > 1) {
      slot.watchAfter(patienceNanos);
    }
    return slot;
  }

  private synchronized Waiting enqueue(int rank) {
    Waiting one = new Waiting(rank, ++lastNumber, new CountDownLatch(1));
    waiting.add(one);
    admit();
    return one;
  }

  private void await(Waiting one) throws InterruptedException {
    try {
      one.admitted().await();
    } catch (InterruptedException e) {
      leave(one);
      throw e;
    }
  }

  private synchronized void leave(Waiting one) {
    if (!waiting.remove(one)) {
      giveBack(1, 1);
    }
  }

  private synchronized void giveBack(int ofBusy, int ofAll) {
    freeBusy += ofBusy;
    freeInAll += ofAll;
    admit();
  }

  private void admit() {
    while (freeBusy > 0 && freeInAll > 0 && !waiting.isEmpty()) {
      freeBusy--;
      freeInAll--;
      waiting.remove().admitted().countDown();
    }
  }

  /** The place of one case, which has to run on the thread that took it. */
  public final class Slot implements AutoCloseable {
    private final Activity activity = Activity.begin();
    private final AtomicBoolean isBusy = new AtomicBoolean(true);
    private final long startNanos = System.nanoTime();
    private volatile boolean closed;
    private volatile @Nullable Runnable whenWaiting;
    private volatile long whenWaitingAfterNanos;

    /**
     * Says what to do, once, if the case is still under way so long after it took its place, and
     * has given that away because it waits. Never done where cases run one after the other.
     *
     * @param action is run on the watch's thread, so it must not block
     */
    public void whenWaiting(Duration after, Runnable action) {
      whenWaitingAfterNanos = after.toNanos();
      whenWaiting = action;
    }

    private void watchAfter(long delayNanos) {
      long before = activity.demandNanos();
      long since = System.nanoTime();
      ScheduledFuture<?> _ =
          WATCHER.schedule(() -> look(before, since), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void look(long demandBefore, long sinceNanos) {
      if (!isBusy.get()) {
        return;
      }
      long wanted = activity.demandNanos() - demandBefore;
      long elapsed = System.nanoTime() - sinceNanos;
      boolean little = activity.hasSubjects() && wanted * WAITING_FRACTION < elapsed;
      if (little && !activity.isRunnable()) {
        giveAway();
        remind();
      } else {
        watchAfter(WATCH.toNanos());
      }
    }

    private void remind() {
      Runnable action = whenWaiting;
      if (action != null) {
        long leftNanos = whenWaitingAfterNanos - (System.nanoTime() - startNanos);
        Runnable unlessClosed =
            () -> {
              if (!closed) {
                action.run();
              }
            };
        ScheduledFuture<?> _ = WATCHER.schedule(unlessClosed, leftNanos, TimeUnit.NANOSECONDS);
      }
    }

    private void giveAway() {
      if (isBusy.compareAndSet(true, false)) {
        giveBack(1, 0);
      }
    }

    @Override
    public void close() {
      closed = true;
      activity.close();
      giveAway();
      giveBack(0, 1);
    }
  }
}
