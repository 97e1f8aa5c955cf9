package sockproof.proxy.fault;

import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;

class HalfCloseTest {
  @Test
  void closesOneDirectionAndLeavesTheOtherOpen() {
    StreamPlaybook.given("half-close: {to: server, after: 2}")
        .clientSpeaks()
        .arrived("abc")
        .expect("send \"ab\"", "await read")
        .read()
        .expect("fin")
        .arrived("d")
        .expect()
        .serverSpeaks()
        .arrived("reply")
        .fin()
        .expect("send \"reply\"", "fin");
  }
}
