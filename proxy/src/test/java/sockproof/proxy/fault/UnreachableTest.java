package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;

class UnreachableTest {
  @Test
  void answersForAWhile() {
    DatagramPlaybook.given("unreachable: {for: 1s}")
        .clientSpeaks()
        .arrived("a")
        .expect("unreachable \"a\"")
        .after("1s")
        .arrived("b")
        .expect("send \"b\"")
        .serverSpeaks()
        .arrived("reply")
        .expect("send \"reply\"");
  }

  @Test
  void answersByNumber() {
    DatagramPlaybook.given("unreachable: {nth: 2}")
        .clientSpeaks()
        .arrived("a")
        .arrived("b")
        .arrived("c")
        .expect("send \"a\"", "unreachable \"b\"", "send \"c\"");
  }
}
