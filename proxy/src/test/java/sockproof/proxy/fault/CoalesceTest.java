package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;

class CoalesceTest {
  @Test
  void joinsUntilThereIsEnough() {
    StreamPlaybook.given("coalesce: {to: client, bytes: 6}")
        .arrived("abc")
        .arrived("de")
        .expect()
        .arrived("fgh")
        .expect("send \"abcdefgh\"")
        .arrived("i")
        .expect();
  }

  @Test
  void aMessageThatIsUnderWayIsWaitedFor() {
    StreamPlaybook.given("coalesce: {to: client, bytes: 4}", "line")
        .arrived("ab\n")
        .arrived("cd")
        .expect()
        .arrived("e\nfg\n")
        .expect("send \"ab\\ncde\\n\"");
  }

  @Test
  void theFirstByteWaitsNoLongerThanTold() {
    StreamPlaybook.given("coalesce: {to: client, bytes: 100, hold: 10ms}")
        .arrived("a")
        .after("9ms")
        .arrived("b")
        .expect()
        .after("1ms")
        .expect("send \"ab\"")
        .arrived("c")
        .after("9ms")
        .expect()
        .after("1ms")
        .expect("send \"c\"");
  }

  @Test
  void anOldTimerDoesNotReleaseTheNextBatch() {
    StreamPlaybook.given("coalesce: {to: client, bytes: 2, hold: 10ms}")
        .arrived("ab")
        .expect("send \"ab\"")
        .after("5ms")
        .arrived("c")
        .after("5ms")
        .expect()
        .after("5ms")
        .expect("send \"c\"");
  }

  @Test
  void theEndReleasesWhatIsHeld() {
    StreamPlaybook.given("coalesce: {to: client, bytes: 100}")
        .arrived("a")
        .arrived("b")
        .fin()
        .expect("send \"ab\"", "fin");
  }

  @Test
  void piecesOfAFaultBeforeItAreJoinedAgain() {
    StreamPlaybook.given(
            "[fragment: {to: client, every: 1, pace: none}, coalesce: {to: client, bytes: 3}]",
            "line")
        .arrived("ab\n")
        .expect("send \"ab\\n\"");
  }
}
