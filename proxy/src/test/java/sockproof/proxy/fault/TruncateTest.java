package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;

class TruncateTest {
  @Test
  void shortensWhatIsLonger() {
    DatagramPlaybook book =
        DatagramPlaybook.given("truncate: {to: 3}")
            .arrived("hello")
            .arrived("hel")
            .arrived("")
            .expect("send \"hel\"", "send \"hel\"", "send \"\"");
    assertEquals("truncate", book.history().events().get(2).text());
    assertEquals("", book.history().events().get(4).text());
  }

  @Test
  void theSizeHasAKeyOfItsOwnWhereToNamesTheReceiver() {
    DatagramPlaybook.given("truncate: {to: server, size: 0}")
        .arrived("hello")
        .expect("send \"hello\"")
        .clientSpeaks()
        .arrived("hello")
        .expect("send \"\"");
  }
}
