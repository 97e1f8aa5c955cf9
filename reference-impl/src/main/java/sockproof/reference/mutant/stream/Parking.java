package sockproof.reference.mutant.stream;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;

/** Waiting for nothing. */
final class Parking {
  private Parking() {}

  /** Uses no CPU and ends only by an interrupt. */
  static void untilInterrupted() throws InterruptedIOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while hanging");
      interrupted.initCause(e);
      throw interrupted;
    }
  }
}
