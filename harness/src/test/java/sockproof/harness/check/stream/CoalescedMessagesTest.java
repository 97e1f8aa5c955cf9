package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Situations;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;

/** What a client makes of a second reply that came with the first one. */
final class CoalescedMessagesTest {
  @ParameterizedTest(name = "it took {0}: {1}")
  @CsvSource({
    "HELLO, false",
    "HELLO|TWO, false",
    "HELLO|THREE, true",
    "HELLO|TWO|THREE, true",
    "TWO|THREE, false",
    "'', false"
  })
  void itIsLostOrGlued(String took, boolean shown) {
    Exchange exchange = Situations.clients("tcp").exchange("hello", "two", "three");
    Trial trial = Situations.trial(exchange, Behaviour.Kind.ERROR, List.of(took.split("\\|")));
    assertEquals(shown, new CoalescedMessages().shows(trial));
  }
}
