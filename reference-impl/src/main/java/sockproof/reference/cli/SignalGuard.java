package sockproof.reference.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives a role that is a process of its own the time to leave cleanly when SIGINT or SIGTERM ends
 * the process: its thread is interrupted and awaited, for a bounded time.
 */
final class SignalGuard implements AutoCloseable {
  private static final Duration LEAVE_LIMIT = Duration.ofMillis(500);

  private final CountDownLatch left = new CountDownLatch(1);
  private final boolean installed;

  private SignalGuard(boolean installed) {
    this.installed = installed;
  }

  /** A guard for the calling thread; one that does nothing where the role has no own process. */
  static SignalGuard of(RoleIo io) {
    SignalGuard guard = new SignalGuard(io.process());
    if (io.process()) {
      Thread role = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> guard.end(role), "reference-leaves"));
    }
    return guard;
  }

  private void end(Thread role) {
    if (left.getCount() == 0) {
      return;
    }
    role.interrupt();
    try {
      boolean inTime = left.await(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        System.err.println("sockproof: ended before everything was put in order");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (installed) {
      left.countDown();
    }
  }
}
