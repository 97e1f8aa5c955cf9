package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;

class ReorderTest {
  @Test
  void oneIsOvertakenByTwo() {
    DatagramPlaybook.given("reorder: {by: 2}")
        .arrived("1")
        .expect()
        .arrived("2")
        .arrived("3")
        .expect("send \"2\"", "send \"3\"", "send \"1\"")
        .arrived("4")
        .arrived("5")
        .expect("send \"5\"");
  }

  @Test
  void aTimeLetsItGoAnyway() {
    DatagramPlaybook.given("reorder: {by: 2, delay: 10ms}")
        .arrived("1")
        .after("9ms")
        .expect()
        .after("1ms")
        .expect("send \"1\"")
        .arrived("2")
        .arrived("3")
        .arrived("4")
        .after("10ms")
        .expect("send \"3\"", "send \"4\"", "send \"2\"");
  }

  @Test
  void thoseThatItsConditionExcludesOvertakeToo() {
    DatagramPlaybook.given("reorder: {by: 1, when: {nth: 2}}")
        .arrived("1")
        .arrived("2")
        .arrived("3")
        .arrived("4")
        .expect("send \"1\"", "send \"3\"", "send \"2\"", "send \"4\"");
  }
}
