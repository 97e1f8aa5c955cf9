package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;

class BackpressureTest {
  @Test
  void neverReads() {
    StreamPlaybook.given("backpressure: {to: client, read: never}")
        .open()
        .expect("pause")
        .arrived("under way")
        .expect("send \"under way\"")
        .after("1h")
        .expect();
  }

  @Test
  void readsAtARate() {
    StreamPlaybook.given("backpressure: {to: client, read: 100/s}")
        .arrived("0123456789")
        .expect("send \"0123456789\"", "pause")
        .after("99ms")
        .expect()
        .after("1ms")
        .expect("resume")
        .arrived("01234")
        .expect("send \"01234\"", "pause")
        .after("50ms")
        .expect("resume");
  }

  @Test
  void stopsHoldingUpWhenItsTimeIsOver() {
    StreamPlaybook.given("backpressure: {to: client, read: never, when: {after: 1s, until: 3s}}")
        .open()
        .expect()
        .after("1s")
        .expect("pause")
        .after("2s")
        .expect("resume");
  }

  @Test
  void theWindowIsDataForTheEdge() {
    Plan plan =
        PlanReader.parse(
            "[backpressure: {to: server, window: 4KiB}, backpressure: {to: server, window: 2KiB}]",
            "test",
            Medium.TCP,
            new Framing.None());
    assertEquals(OptionalInt.of(2048), plan.receiveBufferBytes(Direction.TO_SERVER));
    assertEquals(OptionalInt.empty(), plan.receiveBufferBytes(Direction.TO_CLIENT));
  }
}
