package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;

class PadTest {
  @Test
  void lengthensWhatIsShorter() {
    DatagramPlaybook.given("pad: {to: 3}")
        .arrived("a")
        .arrived("abc")
        .arrived("abcd")
        .expect("send \"a\\x00\\x00\"", "send \"abc\"", "send \"abcd\"");
  }
}
