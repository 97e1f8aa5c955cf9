package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;

class EmptyTest {
  @Test
  void anEmptyOneComesFirst() {
    DatagramPlaybook.given("empty").arrived("a").expect("send \"\"", "send \"a\"");
  }

  @Test
  void onlyBeforeTheOneSelected() {
    DatagramPlaybook.given("empty: {when: {nth: 2}}")
        .arrived("a")
        .arrived("b")
        .expect("send \"a\"", "send \"\"", "send \"b\"");
  }
}
