package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.trace.TraceEvent.Kind;

class DropTest {
  @Test
  void losesAll() {
    DatagramPlaybook.given("drop: {to: client}")
        .arrived("a")
        .arrived("b")
        .expect()
        .clientSpeaks()
        .arrived("c")
        .expect("send \"c\"");
  }

  @Test
  void losesByNumber() {
    DatagramPlaybook.given("drop: {nth: [1, 3]}")
        .arrived("a")
        .arrived("b")
        .arrived("c")
        .arrived("d")
        .expect("send \"b\"", "send \"d\"");
  }

  @Test
  void losesWithAProbability() {
    int lost = lost("drop: {probability: 0.3}", 10_000).replace(".", "").length();
    assertTrue(lost > 2_800 && lost < 3_200, lost + " lost");
  }

  /** A snapshot: runs of loss as long as the bad state lasts. */
  @Test
  void losesInBursts() {
    assertEquals(
        "..xxxxx..............xx...xxx...xxx..................xxxxxxx",
        lost("drop: {burst: {enter: 0.1, leave: 0.3}}", 60));
    assertEquals("xxxxxxxxxx", lost("drop: {burst: {enter: 0, leave: 0, loss-good: 1}}", 10));
  }

  @Test
  void burstsHaveTheirMeanLength() {
    String run = lost("drop: {burst: {enter: 0.1, leave: 0.25}}", 49_000);
    double bursts = run.split("\\.+").length;
    double losses = run.replace(".", "").length();
    assertEquals(4, losses / bursts, 0.2);
  }

  private static String lost(String plan, int count) {
    DatagramPlaybook book = DatagramPlaybook.given(plan).seed(7);
    IntStream.range(0, count).forEach(i -> book.arrived("x"));
    StringBuilder run = new StringBuilder();
    book.history()
        .events()
        .forEach(
            event -> {
              if (event.kind() == Kind.DISCARDED) {
                run.append('x');
              } else if (event.kind() == Kind.DELIVERED) {
                run.append('.');
              }
            });
    return run.toString();
  }
}
