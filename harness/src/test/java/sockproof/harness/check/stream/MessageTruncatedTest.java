package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situations;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Verdict;

/** Which sizes of a fixed buffer are found. */
final class MessageTruncatedTest {
  private static final Situations CLIENTS = Situations.clients("tcp");

  /** Of the sizes that are tried anyway, one alone is longer than 128 KiB. */
  @ParameterizedTest
  @CsvSource({"4096, true", "65536, true", "131072, true", "1000000, false"})
  void aBufferIsFoundByAllThatIsLonger(int bufferBytes, boolean found) throws Exception {
    Lab lab =
        Situations.lab(CLIENTS.of("{host}", "{port}"), exchange -> taken(exchange, bufferBytes));
    Diagnosis diagnosis = new MessageTruncated().examine(lab);
    assertEquals(found, diagnosis.verdict() == Verdict.FAIL, diagnosis::toString);
  }

  private static Trial taken(Exchange exchange, int bufferBytes) {
    boolean whole = EndCases.firstOnWire(exchange).length <= bufferBytes;
    return Situations.trial(
        exchange, whole ? Behaviour.Kind.INTACT : Behaviour.Kind.WRONG, exchange.replies());
  }
}
