package sockproof.harness.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import sockproof.harness.run.CaseResult.Status;

/** Runs many cases, several at once, and keeps their results in the order of the cases. */
public final class SuiteRunner {
  /** Hears of each result as it comes, on one thread. */
  public interface Listener {
    /**
     * One more case is done.
     *
     * @param index its place among the cases, from 0
     */
    void done(int index, CaseResult result);
  }

  private final CaseRunner runner;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final CaseSlots slots;
  private final boolean failFast;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  /**
   * A runner of suites.
   *
   * @param jobs how many cases run at once; see {@link CaseSlots}
   * @param failFast whether the first failure ends the run; the rest is skipped
   */
  public SuiteRunner(CaseRunner runner, int jobs, boolean failFast) {
    this.runner = runner;
    this.slots = new CaseSlots(jobs, PATIENCE);
    this.failFast = failFast;
  }

  /** Ends the cases that run and starts no more; for use from another thread. */
  public void stop() {
    stopped.set(true);
    running.forEach(Thread::interrupt);
  }

  private record Done(int index, CaseResult result) {}

  /** Runs all cases; every case has a result afterwards. */
  public List<CaseResult> run(List<CaseRun> cases, Listener listener) throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            slots.atOnce(), Thread.ofPlatform().name("case-", 1).daemon().factory());
    CompletionService<Done> completion = new ExecutorCompletionService<>(pool);
    List<CaseResult> results = new ArrayList<>();
    try {
      for (int i = 0; i < cases.size(); i++) {
        int index = i;
        results.add(CaseResult.unfinished(cases.get(i), "before it"));
        completion.submit(() -> new Done(index, runUnlessStopped(cases.get(index))));
      }
      for (int i = 0; i < cases.size(); i++) {
        Done done = result(completion.take());
        results.set(done.index(), done.result());
        listener.done(done.index(), done.result());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private CaseResult runUnlessStopped(CaseRun run) {
    running.add(Thread.currentThread());
    try (CaseSlots.Slot _ = slots.take()) {
      if (stopped.get()) {
        return CaseResult.unfinished(run, "before it");
      }
      CaseResult result = runner.run(run);
      if (failFast && result.status() == Status.FAILED) {
        stopped.set(true);
      }
      return result;
    } catch (InterruptedException e) {
      return CaseResult.unfinished(run, "during it");
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private static Done result(Future<Done> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
