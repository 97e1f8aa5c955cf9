package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;

class ResetTest {
  @Test
  void afterBytesItWaitsUntilTheyHaveBeenRead() {
    StreamPlaybook book =
        StreamPlaybook.given("reset: {to: client, after: 3}")
            .arrived("hello")
            .expect("send \"hel\"", "await read")
            .after("1m")
            .expect()
            .read()
            .expect("reset");
    assertTrue(book.isFinished());
    book.arrived("more").clientSpeaks().arrived("more").expect();
  }

  @Test
  void afterATimeItComesAtThatTime() {
    StreamPlaybook.given("[fragment: {to: client, every: 1}, reset: {to: client, after: 2s}]")
        .arrived("ab")
        .expect("send \"a\"", "await read")
        .after("1999ms")
        .expect()
        .after("1ms")
        .expect("reset");
  }

  @Test
  void aTimeCountsFromWhenItsConditionFirstHolds() {
    StreamPlaybook.given("reset: {to: client, after: 1s, when: {bytes: {from: 3}}}")
        .arrived("abc")
        .after("10s")
        .expect("send \"abc\"")
        .arrived("d")
        .expect("send \"d\"")
        .after("1s")
        .expect("reset");
  }

  @Test
  void comesAfterAHalfCloseToo() {
    StreamPlaybook.given("reset: {to: client, after: 1s}")
        .fin()
        .expect("fin")
        .after("1s")
        .expect("reset");
  }
}
