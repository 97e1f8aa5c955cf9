package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;

class LimitTest {
  @Test
  void endsWithFinOnceTheReceiverHasReadTheBytes() {
    StreamPlaybook.given("limit: {to: client, bytes: 5}")
        .arrived("hel")
        .expect("send \"hel\"")
        .arrived("lo, world")
        .expect("send \"lo\"", "await read")
        .read()
        .expect("fin")
        .arrived("more")
        .fin()
        .expect();
  }

  @Test
  void endsAsSoonAsTheLastByteHasCome() {
    StreamPlaybook.given("limit: {to: client, bytes: 5, then: reset}")
        .arrived("hello")
        .expect("send \"hello\"", "await read")
        .read()
        .expect("reset");
  }

  @Test
  void stalls() {
    StreamPlaybook.given("limit: {to: client, bytes: 2, then: stall}")
        .arrived("hello")
        .fin()
        .after("1h")
        .expect("send \"he\"");
  }

  @Test
  void nothingAtAll() {
    StreamPlaybook.given("limit: {to: client, bytes: 0}").open().expect("fin");
  }

  @Test
  void aShorterStreamEndsByItself() {
    StreamPlaybook.given("limit: {to: client, bytes: 5}")
        .arrived("abc")
        .fin()
        .expect("send \"abc\"", "fin");
  }

  @Test
  void countsWithinTheMessageThatItsConditionSelects() {
    StreamPlaybook.given("limit: {to: client, bytes: 1, when: {nth: 2}}", "line")
        .arrived("abc\nde")
        .expect("send \"abc\\nd\"", "await read")
        .read()
        .expect("fin");
  }

  @Test
  void theSendersResetStillComesThrough() {
    StreamPlaybook.given("limit: {to: client, bytes: 1}")
        .arrived("abc")
        .read()
        .expect("send \"a\"", "await read", "fin")
        .reset()
        .expect("reset");
  }

  @Test
  void theOtherDirectionGoesOn() {
    StreamPlaybook.given("limit: {to: client, bytes: 0}")
        .open()
        .expect("fin")
        .clientSpeaks()
        .arrived("abc")
        .fin()
        .expect("send \"abc\"", "fin");
  }
}
