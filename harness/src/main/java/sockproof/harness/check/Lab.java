package sockproof.harness.check;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.SubjectNotReadyException;
import sockproof.harness.finding.Finding;
import sockproof.harness.judge.Verdict;
import sockproof.harness.run.CaseSlots;
import sockproof.reference.message.MessageException;

/**
 * Runs cases for the checks: each different case once, so many at a time, within the budget. Safe
 * for use by several threads.
 */
public final class Lab {
  /** How often a failing case is repeated. */
  static final int REPEATS = 5;

  /** A case that waits for such a part of its deadline will probably wait for all of it, */
  private static final int EARLY_PART = 2;

  /** unless the subject takes its time without any fault, too. */
  private static final int BASELINES = 4;

  private final Situation situation;
  private final Runner runner;
  private final CaseSlots slots;
  private final long endNanos;
  private final Map<Exchange, FutureTask<Trial>> trials;
  private final AtomicInteger cases;
  private final Map<String, Object> notes;
  private final Progress progress;
  private final Set<Thread> running;
  private final AtomicBoolean stopped;
  private final EarlyRepeats early;
  private final int rank;

  /**
   * One case of each check is repeated early: the first that waits is mostly the one that fails.
   */
  private final AtomicBoolean repeatsEarly = new AtomicBoolean();

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong spentNanos = new AtomicLong();

  /** Runs one case; used by several threads. */
  @FunctionalInterface
  public interface Runner {
    /** Runs it and boils down what came of it. */
    Trial run(Exchange exchange) throws IOException, InterruptedException, MessageException;
  }

  /** Hears of every case that was run. */
  public interface Progress {
    /** One more case is done. */
    void done(int cases, Trial trial);

    /** One more check is done. */
    default void checked(Finding finding, Verdict verdict) {}
  }

  /**
   * A lab.
   *
   * @param jobs how many cases run at once; those that only wait do not count
   * @param endNanos when the budget is used up, on the clock of {@link System#nanoTime}
   */
  public Lab(Situation situation, Exchanges exchanges, int jobs, long endNanos, Progress progress) {
    this(situation, runner(situation, exchanges), jobs, endNanos, progress);
  }

  /**
   * A lab whose cases are run in another way.
   *
   * @param runner runs one case
   */
  public Lab(Situation situation, Runner runner, int jobs, long endNanos, Progress progress) {
    this.situation = situation;
    this.runner = runner;
    this.slots = new CaseSlots(jobs, Duration.ofMillis(2 * situation.baselineMillis()));
    this.endNanos = endNanos;
    this.progress = progress;
    this.trials = new ConcurrentHashMap<>();
    this.cases = new AtomicInteger();
    this.notes = new ConcurrentSkipListMap<>();
    this.running = ConcurrentHashMap.newKeySet();
    this.stopped = new AtomicBoolean();
    this.early = new EarlyRepeats();
    this.rank = 0;
  }

  private Lab(Lab shared, int rank) {
    this.rank = rank;
    this.situation = shared.situation;
    this.runner = shared.runner;
    this.slots = shared.slots;
    this.endNanos = shared.endNanos;
    this.progress = shared.progress;
    this.trials = shared.trials;
    this.cases = shared.cases;
    this.notes = shared.notes;
    this.running = shared.running;
    this.stopped = shared.stopped;
    this.early = shared.early;
  }

  private static Runner runner(Situation situation, Exchanges exchanges) {
    Observer observer = new Observer(situation.templates(), situation.baselineCpuNanos());
    return exchange -> {
      Evidence evidence = exchanges.run(situation.subject(), exchange);
      return new Trial(exchange, evidence, observer.observe(exchange, evidence));
    };
  }

  /**
   * The same lab for one check, so that what that check asks for and spends is counted.
   *
   * @param checkRank the cases of checks with a lower one are run first
   */
  Lab forCheck(int checkRank) {
    return new Lab(this, checkRank);
  }

  /** How many cases were asked for here, those that had been run before included. */
  int asked() {
    return asked.get();
  }

  /** How long the cases took that were run for this, in milliseconds, one after the other. */
  long spentMillis() {
    return TimeUnit.NANOSECONDS.toMillis(spentNanos.get());
  }

  /** What is known of the subject. */
  public Situation situation() {
    return situation;
  }

  /** How many cases have been run so far. */
  public int cases() {
    return cases.get();
  }

  /** Keeps something that was noticed of the subject, for the result's observations. */
  public void note(String name, Object value) {
    notes.put(name, value);
  }

  /** What was noticed, by name. */
  public Map<String, Object> notes() {
    return new TreeMap<>(notes);
  }

  /** Tells that a check is done. */
  void checked(Finding finding, Verdict verdict) {
    progress.checked(finding, verdict);
  }

  /** Ends the cases that run, and lets no other start: what is not known by now stays unknown. */
  public void stop() {
    stopped.set(true);
    running.forEach(Thread::interrupt);
  }

  /** Ends what was begun and is not needed, and returns when no case runs any more. */
  void finish() {
    early.close();
  }

  /** True after {@link #stop}. */
  boolean isStopped() {
    return stopped.get();
  }

  /** True when no new case may start. */
  public boolean isBudgetUsedUp() {
    return System.nanoTime() - endNanos >= 0;
  }

  /**
   * Refuses to begin what takes more time than is left.
   *
   * @param exchange a case that probably lasts until its deadline
   * @throws BudgetException where that is later than the end of the budget
   */
  public void requireTimeFor(Exchange exchange) {
    if (System.nanoTime() + exchange.deadline().toNanos() - endNanos > 0) {
      throw new BudgetException(
          "it takes %.0f s of waiting, and the budget leaves less; give a longer --budget"
              .formatted(exchange.deadline().toMillis() / 1000.0));
    }
  }

  /** True where one case runs after the other. */
  boolean isOneByOne() {
    return slots.atOnce() == 1;
  }

  /**
   * Runs one case, or gives what came of it when it was run before.
   *
   * @throws BudgetException where the budget is used up
   */
  public Trial run(Exchange exchange) throws InterruptedException {
    asked.incrementAndGet();
    FutureTask<Trial> task =
        trials.computeIfAbsent(exchange, key -> new FutureTask<>(() -> runNow(key, false)));
    task.run();
    return get(task);
  }

  /**
   * Runs one case once more, whatever came of it before and whatever is left of the budget, which
   * is for exploring: what was found has to be confirmed.
   */
  private Trial repeat(Exchange exchange) throws InterruptedException {
    asked.incrementAndGet();
    FutureTask<Trial> task = new FutureTask<>(() -> runNow(exchange, true));
    task.run();
    return get(task);
  }

  /**
   * Runs one case so many times more or oftener, several at a time, whatever is left of the budget;
   * repeats that were begun early are among them, and those that could not be run are not.
   */
  public List<Trial> runAgain(Exchange exchange, int times) throws InterruptedException {
    List<Future<Trial>> repeats = new ArrayList<>(early.take(exchange));
    int missing = Math.max(0, times - repeats.size());
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      repeats.addAll(pool.invokeAll(Collections.nCopies(missing, () -> repeat(exchange))));
    }
    List<Trial> done = new ArrayList<>();
    for (Future<Trial> repeat : repeats) {
      unlessBroken(repeat).ifPresent(done::add);
    }
    return done;
  }

  private static Optional<Trial> unlessBroken(Future<Trial> repeat) throws InterruptedException {
    try {
      return Optional.of(get(repeat));
    } catch (CaseException e) {
      return Optional.empty(); // It tells nothing, neither for nor against the failure.
    }
  }

  /** Runs several cases, several at a time, and gives them in their order. */
  public List<Trial> runAll(List<Exchange> wanted) throws InterruptedException {
    List<Callable<Trial>> tasks = new ArrayList<>();
    wanted.forEach(exchange -> tasks.add(() -> run(exchange)));
    return together(tasks);
  }

  private static List<Trial> together(List<Callable<Trial>> tasks) throws InterruptedException {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Trial> done = new ArrayList<>();
      for (Future<Trial> future : pool.invokeAll(tasks)) {
        done.add(get(future));
      }
      return done;
    }
  }

  /**
   * Runs cases in their order, several at a time, until enough of them meet a condition.
   *
   * @param enough how many that is
   * @return all cases that were run, in their order
   */
  public List<Trial> runUntil(List<Exchange> wanted, int enough, Predicate<Trial> condition)
      throws InterruptedException {
    List<Trial> done = new ArrayList<>();
    int batch = slots.batch();
    for (int from = 0; from < wanted.size(); from += batch) {
      done.addAll(runAll(wanted.subList(from, Math.min(from + batch, wanted.size()))));
      if (done.stream().filter(condition).count() >= enough) {
        break;
      }
    }
    return done;
  }

  private Trial runNow(Exchange exchange, boolean beyondBudget)
      throws InterruptedException, IOException, MessageException {
    running.add(Thread.currentThread());
    try (CaseSlots.Slot slot = slots.take(rank)) {
      if (isStopped()) {
        throw new StoppedException();
      }
      if (!beyondBudget && isBudgetUsedUp()) {
        throw new BudgetException(
            "the budget was used up before this was explored; give a longer --budget");
      }
      if (!beyondBudget) {
        slot.whenWaiting(longWait(exchange), () -> beginRepeats(exchange));
      }
      long startNanos = System.nanoTime();
      Trial trial = runner.run(exchange);
      spentNanos.addAndGet(System.nanoTime() - startNanos);
      progress.done(cases.incrementAndGet(), trial);
      return trial;
    } catch (InterruptedException e) {
      if (isStopped()) {
        throw new StoppedException();
      }
      throw e;
    } catch (SubjectNotReadyException e) {
      throw new CaseException(isOneByOne() ? String.valueOf(e.getMessage()) : e.amongCopies());
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private Duration longWait(Exchange exchange) {
    Duration part = exchange.deadline().dividedBy(EARLY_PART);
    Duration slow = Duration.ofMillis(BASELINES * situation.baselineMillis());
    return part.compareTo(slow) > 0 ? part : slow;
  }

  private void beginRepeats(Exchange exchange) {
    if (repeatsEarly.compareAndSet(false, true)) {
      early.begin(exchange, REPEATS, () -> repeat(exchange));
    }
  }

  private static Trial get(Future<Trial> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CaseException(String.valueOf(cause == null ? e : cause.getMessage()));
    }
  }

  /** No case may start any more: what was not explored stays unknown. */
  public static class BudgetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetException(String message) {
      super(message);
    }
  }

  /** The check was interrupted. */
  public static final class StoppedException extends BudgetException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("the check was interrupted before this was explored");
    }
  }

  /** A case that Sockproof itself could not run. */
  public static final class CaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaseException(String message) {
      super(message);
    }
  }
}
