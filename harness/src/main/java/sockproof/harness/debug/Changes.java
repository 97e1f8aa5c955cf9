package sockproof.harness.debug;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Lets any number of threads wait until something has changed. */
final class Changes {
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long version;
  private boolean closed;

  /** Something has changed. */
  void happened() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing will change any more; nobody waits from now on. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a change after the one that was seen last.
   *
   * @param seen what this gave last, or -1
   * @param atMost how long
   * @return the number of the last change; {@code seen} where there was none in time
   */
  long await(long seen, Duration atMost) throws InterruptedException {
    long leftNanos = atMost.toNanos();
    lock.lock();
    try {
      while (version == seen && !closed && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
      return version;
    } finally {
      lock.unlock();
    }
  }

  /** How long changes are gathered before they are shown, so that a burst is shown once. */
  static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
}
