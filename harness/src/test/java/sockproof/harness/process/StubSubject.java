package sockproof.harness.process;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A subject that does nothing, and says of the processor what it is told to. */
public final class StubSubject implements RunningSubject {
  private final Duration starved;
  private final boolean runnable;
  private final CountDownLatch end = new CountDownLatch(1);
  private int waits;

  /** One that runs until {@link #end}. */
  public StubSubject(Duration starved, boolean runnable) {
    this.starved = starved;
    this.runnable = runnable;
  }

  /** It ends. */
  public void end() {
    end.countDown();
  }

  /** How often its end was waited for. */
  int waits() {
    return waits;
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    waits++;
    return end.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public long starvedNanos() {
    return starved.toNanos();
  }

  @Override
  public boolean isRunnable() {
    return runnable;
  }

  @Override
  public OptionalInt pid() {
    return OptionalInt.of(Integer.MAX_VALUE); // more than any process has
  }

  @Override
  public Optional<Ending> ending() {
    return Optional.empty();
  }

  @Override
  public String stdout() {
    return "";
  }

  @Override
  public String stderr() {
    return "";
  }

  @Override
  public long cpuNanos() {
    return 0;
  }

  @Override
  public long demandNanos() {
    return 0;
  }

  @Override
  public void write(String text) {}

  @Override
  public void endInput() {}

  @Override
  public void close() {}
}
