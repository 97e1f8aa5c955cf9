package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;

class DuplicateTest {
  @Test
  void repeatsAtOnce() {
    DatagramPlaybook.given("duplicate: {}").arrived("a").expect("send \"a\"", "send \"a\"");
  }

  @Test
  void repeatsWithTimeBetween() {
    DatagramPlaybook.given("duplicate: {copies: 2, delay: 5ms}")
        .arrived("a")
        .expect("send \"a\"")
        .after("5ms")
        .expect("send \"a\"")
        .arrived("b")
        .expect("send \"b\"")
        .after("5ms")
        .expect("send \"a\"", "send \"b\"");
  }
}
