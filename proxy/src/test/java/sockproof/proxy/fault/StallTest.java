package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;

class StallTest {
  @Test
  void deliversNothingMoreAfterSoManyBytes() {
    StreamPlaybook.given("stall: {to: client, after: 3}")
        .arrived("hello")
        .expect("send \"hel\"")
        .arrived(", world")
        .fin()
        .after("1h")
        .expect();
  }

  @Test
  void goesOnInOrderAfterItsTime() {
    StreamPlaybook.given("stall: {to: client, after: 3, for: 2s}")
        .after("10s")
        .arrived("hello")
        .expect("send \"hel\"")
        .after("1s")
        .arrived("!")
        .fin()
        .expect()
        .after("1s")
        .expect("send \"lo!\"", "fin")
        .expect();
  }

  @Test
  void stallsOnlyOnce() {
    StreamPlaybook.given("stall: {to: client, for: 1s}")
        .arrived("a")
        .after("1s")
        .expect("send \"a\"")
        .arrived("b")
        .expect("send \"b\"");
  }

  @Test
  void anEndStallsToo() {
    StreamPlaybook.given("stall: {to: client, for: 1s}").fin().expect().after("1s").expect("fin");
  }

  @Test
  void theOtherDirectionGoesOn() {
    StreamPlaybook.given("stall: {to: client}")
        .clientSpeaks()
        .arrived("hello")
        .fin()
        .expect("send \"hello\"", "fin");
  }

  @Test
  void aSenderThatGoesOnIsHeldUpBeforeMemoryFills() {
    StreamPlaybook book = StreamPlaybook.given("stall: {to: client, for: 5s}");
    String chunk = "x".repeat(64 << 10);
    for (int i = 0; i < 16; i++) {
      book.arrived(chunk);
    }
    book.expect("pause").after("5s");
    assertEquals("resume", book.takeCalls().getLast());
  }
}
