package sockproof.proxy.relay;

import static io.netty.channel.SelectStrategy.CONTINUE;
import static io.netty.channel.SelectStrategy.SELECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static sockproof.proxy.relay.Polling.LONG_YIELD_NANOS;
import static sockproof.proxy.relay.Polling.SHORT_WAIT_NANOS;
import static sockproof.proxy.relay.Polling.YIELD_PAUSE_FACTOR;

import org.junit.jupiter.api.Test;

/** When a loop polls, when it lets others run, and when it sleeps. */
class PollingTest {
  private static final int READY = 3;

  private long nowNanos = -5;
  private long yieldNanos = 100;
  private int yields;
  private int ready;
  private final Polling polling = new Polling(() -> nowNanos, this::giveWay);

  private void giveWay() {
    yields++;
    nowNanos += yieldNanos;
  }

  /** What the loop does next: after so long something was carried. */
  private int afterTraffic(long waitNanos, int number, int datagrams) throws Exception {
    nowNanos += waitNanos;
    polling.carried(number, datagrams);
    return next();
  }

  private int next() throws Exception {
    return polling.calculateStrategy(() -> ready, false);
  }

  @Test
  void aLoopThatCarriesNothingWithoutFaultsSleeps() throws Exception {
    ready = READY;
    assertEquals(SELECT, next());
    assertEquals(0, yields);
  }

  @Test
  void aLoopThatHasTasksOnlyLooks() throws Exception {
    ready = READY;
    assertEquals(READY, polling.calculateStrategy(() -> ready, true));
  }

  @Test
  void afterAShortWaitTheNextIsPolledForAsLong() throws Exception {
    assertEquals(SELECT, afterTraffic(SHORT_WAIT_NANOS, 1, 1));
    yieldNanos = SHORT_WAIT_NANOS / 2;
    assertEquals(CONTINUE, afterTraffic(SHORT_WAIT_NANOS - 1, 1, 1));
    assertEquals(CONTINUE, next());
    assertEquals(SELECT, next());
    assertEquals(2, yields);
  }

  @Test
  void whatIsFoundByPollingIsHandledAtOnce() throws Exception {
    assertEquals(SELECT, afterTraffic(SHORT_WAIT_NANOS, 1, 1));
    assertEquals(CONTINUE, afterTraffic(1, 1, 1));
    ready = READY;
    assertEquals(READY, next());
    assertEquals(READY, afterTraffic(1, 1, 1));
  }

  @Test
  void betweenSeveralConnectionsNobodyPolls() throws Exception {
    assertEquals(SELECT, afterTraffic(1, 1, 1));
    assertEquals(SELECT, afterTraffic(1, 2, 1));
    assertEquals(SELECT, afterTraffic(1, 1, 1));
    assertEquals(0, yields);
  }

  @Test
  void whereDatagramsComeTogetherOthersRunFirst() throws Exception {
    assertEquals(SELECT, afterTraffic(SHORT_WAIT_NANOS, 1, 2));
    assertEquals(1, yields);
    for (int i = 1; i < 40; i++) {
      assertEquals(SELECT, afterTraffic(SHORT_WAIT_NANOS, 1, 1));
    }
    assertEquals(16, yields);
  }

  @Test
  void whereOthersHoldTheCoreForLongNobodyYieldsOrPollsForSomeTime() throws Exception {
    yieldNanos = LONG_YIELD_NANOS + 1;
    assertEquals(SELECT, afterTraffic(SHORT_WAIT_NANOS, 1, 2));
    long pauseNanos = YIELD_PAUSE_FACTOR * yieldNanos;
    assertEquals(SELECT, afterTraffic(pauseNanos - 2, 1, 2));
    assertEquals(CONTINUE, afterTraffic(1, 1, 2));
    assertEquals(SELECT, next());
    assertEquals(1, yields);
    assertEquals(SELECT, afterTraffic(SHORT_WAIT_NANOS, 1, 2));
    assertEquals(2, yields);
  }
}
