package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;

class BlackholeTest {
  @Test
  void swallowsForAWhile() {
    DatagramPlaybook.given("blackhole: {after: 1s, for: 2s}")
        .arrived("a")
        .expect("send \"a\"")
        .after("1s")
        .arrived("b")
        .after("1999ms")
        .arrived("c")
        .expect()
        .after("1ms")
        .arrived("d")
        .expect("send \"d\"");
  }

  @Test
  void swallowsForEver() {
    DatagramPlaybook.given("blackhole").arrived("a").after("1h").arrived("b").expect();
  }
}
