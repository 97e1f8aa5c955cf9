package sockproof.proxy.relay;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How one event loop waits while it carries traffic without faults. Waking a sleeping thread costs
 * more than a request on loopback does, so after a short wait the loop does not sleep but polls,
 * for as long as the next wait can be expected to be short again. When datagrams come several at a
 * time it first lets other threads run: what they send meanwhile is taken in one batch and sent on
 * in one buffer. Where either would hold a core back from somebody else, it stops by itself.
 *
 * <p>Relays with faults, or with somebody who watches them, do not use it: they sleep at once.
 */
final class Polling implements SelectStrategy {
  /** A wait that was shorter than this lets the next one be polled, for no longer. */
  static final long SHORT_WAIT_NANOS = 50_000;

  /** After datagrams that came one by one for so many times they are no longer called many. */
  private static final int LONE_TIMES = 16;

  /** Longer than the threads that we exchange datagrams with run for a batch. */
  static final long LONG_YIELD_NANOS = 1_000_000;

  /** After a yield that took too long there is none for so many times as long. */
  static final int YIELD_PAUSE_FACTOR = 64;

  private final LongSupplier clock;
  private final Runnable giveWay;
  private int lastNumber;
  private boolean carried;
  private boolean alone;
  private boolean together;
  private int yieldsLeft;
  private boolean expectsShortWait;
  private long waitingSinceNanos;
  private long firstEventNanos;
  private long noYieldBeforeNanos;

  Polling() {
    this(System::nanoTime, Thread::yield);
  }

  /**
   * For tests.
   *
   * @param clock gives nanoseconds from any point
   * @param giveWay lets other threads run
   */
  Polling(LongSupplier clock, Runnable giveWay) {
    this.clock = clock;
    this.giveWay = giveWay;
    this.waitingSinceNanos = clock.getAsLong() - SHORT_WAIT_NANOS;
    this.noYieldBeforeNanos = waitingSinceNanos;
  }

  /**
   * Something was carried that came without faults.
   *
   * @param number of the connection or session; where there are several the loop finds its work
   *     without polling
   * @param datagrams how many at a time; 1 for bytes of a stream
   */
  void carried(int number, int datagrams) {
    if (!carried) {
      firstEventNanos = clock.getAsLong();
      carried = true;
      alone = true;
    }
    alone &= number == lastNumber;
    lastNumber = number;
    together |= datagrams > 1;
  }

  @Override
  public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
    if (hasTasks) {
      return selectNow.get();
    }
    if (carried) {
      expectsShortWait = alone && firstEventNanos - waitingSinceNanos < SHORT_WAIT_NANOS;
      yieldsLeft = together ? LONE_TIMES : Math.max(0, yieldsLeft - 1);
      if (yieldsLeft > 0) {
        letOthersRun();
      }
      carried = false;
      together = false;
      waitingSinceNanos = clock.getAsLong();
    }
    if (!expectsShortWait) {
      return SELECT;
    }
    int ready = selectNow.get();
    if (ready > 0) {
      return ready;
    }
    expectsShortWait = letOthersRun() && clock.getAsLong() - waitingSinceNanos < SHORT_WAIT_NANOS;
    return CONTINUE;
  }

  /** False where that would take, or has taken, too long. */
  private boolean letOthersRun() {
    long start = clock.getAsLong();
    if (start - noYieldBeforeNanos < 0) {
      return false;
    }
    giveWay.run();
    long tookNanos = clock.getAsLong() - start;
    if (tookNanos <= LONG_YIELD_NANOS) {
      return true;
    }
    noYieldBeforeNanos = start + tookNanos + YIELD_PAUSE_FACTOR * tookNanos;
    return false;
  }
}
