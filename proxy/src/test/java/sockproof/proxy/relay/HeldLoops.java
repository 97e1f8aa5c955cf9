package sockproof.proxy.relay;

import java.util.concurrent.CountDownLatch;

/**
 * Stops the relays' loops for a moment, as by a busy machine: what is done meanwhile they find all
 * at once.
 */
final class HeldLoops implements AutoCloseable {
  private final CountDownLatch released = new CountDownLatch(1);

  /** Returns when every loop has stopped. */
  HeldLoops() throws InterruptedException {
    int loops = Runtime.getRuntime().availableProcessors();
    CountDownLatch stopped = new CountDownLatch(loops);
    for (int i = 0; i < loops; i++) {
      EdgeLoop loop = RelayRuntime.shared().next();
      loop.events()
          .execute(
              () -> {
                stopped.countDown();
                awaitRelease();
              });
    }
    stopped.await();
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    released.countDown();
  }
}
