package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;

class SlowCloseTest {
  @Test
  void keepsFinBack() {
    StreamPlaybook.given("slow-close: {to: client, delay: 2s}")
        .arrived("a")
        .fin()
        .expect("send \"a\"")
        .after("1999ms")
        .expect()
        .after("1ms")
        .expect("fin");
  }

  @Test
  void aResetDoesNotWait() {
    StreamPlaybook.given("slow-close: {to: client, delay: 2s}")
        .fin()
        .after("1s")
        .reset()
        .expect("reset")
        .after("2s")
        .expect();
  }
}
