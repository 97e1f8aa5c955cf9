package sockproof.harness.check.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Situations;

/** How long a message has to be that no send buffer takes at once. */
final class FlowCasesTest {
  private static final Situation ON_INPUT = Situations.over("tcp").of("{host}", "{port}");
  private static final Situation AS_ARGUMENT =
      Situations.over("tcp").of("{host}", "{port}", "{message}");

  @Test
  void itIsTwiceOfWhatTheKernelTakes() {
    assertEquals(Optional.of(262_144), wireBytes(ON_INPUT, 0));
    assertEquals(Optional.of(262_144), wireBytes(ON_INPUT, 40_000));
    assertEquals(Optional.of(600_000), wireBytes(ON_INPUT, 300_000));
    assertEquals(Optional.of(1_000_000), wireBytes(ON_INPUT, 800_000));
  }

  @Test
  void anArgumentIsLongEnoughOnlyWhereTheKernelTakesLess() {
    assertEquals(Optional.of(120_000), wireBytes(AS_ARGUMENT, 0));
    assertEquals(Optional.of(120_000), wireBytes(AS_ARGUMENT, 119_999));
    assertEquals(Optional.empty(), wireBytes(AS_ARGUMENT, 120_000));
  }

  @Test
  void aUnixSocketTakesAnyArgument() {
    Situation unix = Situations.over("unix").of("{path}", "{message}");
    assertEquals(Optional.empty(), wireBytes(unix, 0));
    assertEquals(Optional.of(614_400), wireBytes(Situations.over("unix").of("{path}"), 0));
  }

  /** The bytes of the message, with its newline. */
  private static Optional<Integer> wireBytes(Situation situation, int roomBytes) {
    return FlowCases.largeRequest(situation, roomBytes)
        .map(exchange -> exchange.messages())
        .map(List::getFirst)
        .map(message -> message.length() + 1);
  }
}
