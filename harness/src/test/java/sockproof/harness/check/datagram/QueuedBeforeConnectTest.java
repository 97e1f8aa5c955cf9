package sockproof.harness.check.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situations;
import sockproof.harness.judge.Verdict;

/** In which cases a client that connects late is met. */
final class QueuedBeforeConnectTest {
  /** It binds for each message and waits from the second on, so that one message never shows it. */
  @ParameterizedTest
  @CsvSource({"1, FAIL", "2, FAIL", "9, PASS"})
  void aSocketForEachMessageIsTriedWithSeveral(int wrongFrom, Verdict verdict) throws Exception {
    Lab lab =
        Situations.lab(
            Situations.clients("udp").ofSocketForEach("a", "b", "c"),
            exchange ->
                Situations.trial(
                    exchange,
                    exchange.messages().size() < wrongFrom ? Kind.INTACT : Kind.WRONG,
                    exchange.replies()));
    assertEquals(verdict, new QueuedBeforeConnect().examine(lab).verdict());
  }
}
