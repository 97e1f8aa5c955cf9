package sockproof.harness.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What the subjects of one case want of the processor. A case runs on one thread; the subjects that
 * are started on that thread belong to it.
 */
public final class Activity implements AutoCloseable {
  private static final ThreadLocal<@Nullable Activity> CURRENT = new ThreadLocal<>();

  private final List<RunningSubject> subjects = new CopyOnWriteArrayList<>();

  private Activity() {}

  /** Begins to gather the subjects that this thread starts, until it is closed. */
  public static Activity begin() {
    Activity activity = new Activity();
    CURRENT.set(activity);
    return activity;
  }

  /** A subject was started on this thread. */
  public static void started(RunningSubject subject) {
    Activity current = CURRENT.get();
    if (current != null) {
      current.subjects.add(subject);
    }
  }

  /** True when a subject was started. */
  public boolean hasSubjects() {
    return !subjects.isEmpty();
  }

  /** As {@link RunningSubject#demandNanos}, for all subjects together. */
  public long demandNanos() {
    return subjects.stream().mapToLong(RunningSubject::demandNanos).sum();
  }

  /** As {@link RunningSubject#isRunnable}, for any of them. */
  public boolean isRunnable() {
    return subjects.stream().anyMatch(RunningSubject::isRunnable);
  }

  /** Gathers no more; for the thread that began. */
  @Override
  public void close() {
    CURRENT.remove();
  }
}
