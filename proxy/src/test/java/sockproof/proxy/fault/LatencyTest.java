package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;

class LatencyTest {
  @Test
  void delaysBytesAndEndAndKeepsTheOrder() {
    StreamPlaybook.given("latency: {to: client, delay: 20ms}")
        .arrived("one")
        .after("5ms")
        .arrived("two")
        .fin()
        .after("14ms")
        .expect()
        .after("1ms")
        .expect("send \"one\"")
        .after("5ms")
        .expect("send \"two\"", "fin");
  }

  @Test
  void aResetIsDelayedToo() {
    StreamPlaybook.given("latency: {to: client, delay: 20ms}")
        .arrived("one")
        .reset()
        .after("19ms")
        .expect()
        .after("1ms")
        .expect("send \"one\"", "reset");
  }

  @Test
  void piecesOfOneMessageShareItsDelay() {
    String plan = "latency: {to: client, delay: 20ms, jitter: 10ms}";
    List<TraceEvent> whole =
        StreamPlaybook.given(plan, "line")
            .arrived("ab\n")
            .after("1s")
            .history()
            .events(Kind.DELIVERED);
    List<TraceEvent> pieces =
        StreamPlaybook.given(plan, "line")
            .arrived("a")
            .arrived("b\n")
            .after("1s")
            .history()
            .events(Kind.DELIVERED);
    assertEquals(whole.getFirst().nanos(), pieces.getFirst().nanos());
    assertEquals(whole.getFirst().bytes(), pieces.getFirst().bytes());
  }

  @Test
  void delaysARunThatBeginsInsideAMessage() {
    StreamPlaybook.given("latency: {to: client, delay: 20ms, when: {bytes: {from: 2}}}", "line")
        .arrived("abcd\n")
        .expect("send \"ab\"")
        .after("20ms")
        .expect("send \"cd\\n\"");
  }

  @ParameterizedTest
  @CsvSource({"uniform,10,30,20", "normal,0,70,20", "pareto,20,1020,25"})
  void distributionsHaveTheirBoundsAndMean(String name, long least, long most, double mean) {
    DatagramPlaybook book =
        DatagramPlaybook.given(
            "latency: {to: client, delay: 20ms, jitter: 10ms, distribution: " + name + "}");
    List<Double> delays = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      double start = book.arrived("x").nowMillis();
      book.after("2s");
      List<TraceEvent> delivered = book.history().events(Kind.DELIVERED);
      delays.add(delivered.getLast().nanos() / 1e6 - start);
    }
    assertTrue(delays.stream().allMatch(delay -> delay >= least && delay <= most), name);
    double average = delays.stream().mapToDouble(delay -> delay).average().orElseThrow();
    assertEquals(mean, average, 1, name);
    double deviation =
        delays.stream().mapToDouble(delay -> Math.abs(delay - average)).average().orElseThrow();
    assertTrue(deviation > 3, name + " spreads by " + deviation + " ms");
  }

  @Test
  void datagramsWithJitterMayOvertake() {
    DatagramPlaybook book = DatagramPlaybook.given("latency: {delay: 20ms, jitter: 20ms}");
    for (int i = 0; i < 10; i++) {
      book.arrived("" + i);
    }
    List<String> calls = book.after("1s").takeCalls();
    assertEquals(10, calls.size());
    assertTrue(!calls.equals(calls.stream().sorted().toList()), calls.toString());
  }

  @Test
  void datagramsWithoutJitterKeepTheirOrder() {
    DatagramPlaybook.given("latency: {delay: 20ms}")
        .arrived("a")
        .arrived("b")
        .after("19ms")
        .expect()
        .after("1ms")
        .expect("send \"a\"", "send \"b\"");
  }

  @Test
  void tooManyDatagramsInTheLineAreLost() {
    DatagramPlaybook book = DatagramPlaybook.given("latency: {delay: 1s}");
    String large = "x".repeat(60_000);
    for (int i = 0; i < 400; i++) {
      book.arrived(large);
    }
    assertTrue(book.after("2s").takeCalls().size() < 300);
  }
}
