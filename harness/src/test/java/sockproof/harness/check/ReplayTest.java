package sockproof.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.stream.SingleRecv;

/** What a recorded case is said to have come to. */
final class ReplayTest {
  @ParameterizedTest(name = "{0}, recorded as {1}, now {2}: {3}")
  @CsvSource({
    "client, wrong, WRONG, FAILED",
    "client, wrong, ERROR, CHANGED",
    "client, wrong, HUNG, CHANGED",
    "client, hung, SPUN, FAILED",
    "client, wrong, CRASHED, CHANGED",
    "client, wrong, INTACT, FIXED",
    "server, ended, HUNG, FAILED",
    "server, wrong, INTACT, FIXED"
  })
  void theOutcomeIsToldByTheCheckAndTheRecord(
      String role, String recorded, Behaviour.Kind kind, Replay.Outcome expected) {
    Situations situations =
        role.equals("client") ? Situations.clients("tcp") : Situations.servers("tcp");
    Trial now = Situations.trial(situations.exchange("hello"), kind, List.of());
    assertEquals(expected, Replay.outcome(new SingleRecv(), recorded, now));
  }
}
