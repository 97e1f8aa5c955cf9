package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;

class StreamScriptTest {
  private static StreamPlaybook script(String steps) {
    return StreamPlaybook.given("script: {to: client, steps: [" + steps + "]}");
  }

  @Test
  void eachPieceWaitsForItsReaderAndTheRestPassesAsItCame() {
    script("{pass: 1}, {pass: 3}")
        .arrived("abcdef")
        .expect("send \"a\"", "await read")
        .read()
        .expect("send \"bcd\"", "await read")
        .read()
        .expect("send \"ef\"")
        .arrived("gh")
        .expect("send \"gh\"");
  }

  @Test
  void aPieceWaitsForAllItsBytes() {
    script("{pass: 4}").arrived("ab").expect().arrived("cd").expect("send \"abcd\"", "await read");
  }

  @Test
  void aPieceLeavesOnceSoMuchHasCome() {
    script("{pass: 2, once: 5}")
        .arrived("abcd")
        .expect()
        .arrived("e")
        .expect("send \"ab\"", "await read");
  }

  @Test
  void bytesAreDroppedAndAddedInOnePiece() {
    script("{add: '!'}, {pass: 1, joined: true}, {drop: 2, joined: true}, {pass: 1, joined: true}")
        .arrived("abcd")
        .expect("send \"!ad\"", "await read");
  }

  @Test
  void whatIsAddedFirstNeedsNoBytesOfTheSender() {
    script("{add: hi}").open().expect("send \"hi\"", "await read");
  }

  @Test
  void flowingBytesAreNotKeptApart() {
    script("{flow: 3}, {pass: 1}")
        .arrived("ab")
        .expect("send \"ab\"")
        .arrived("cd")
        .expect("send \"c\"", "await read")
        .read()
        .expect("send \"d\"", "await read");
  }

  @Test
  void theSendersEndFollowsWhenTheLastPieceIsRead() {
    script("{pass: 2}")
        .arrived("ab")
        .fin()
        .expect("send \"ab\"", "await read")
        .read()
        .expect("fin");
  }

  @Test
  void theScriptEndsTheStream() {
    script("{pass: 1}, {drop: 1}, {end: fin}")
        .arrived("abc")
        .expect("send \"a\"", "await read")
        .read()
        .expect("fin");
    script("{pass: 1}, {end: reset}")
        .arrived("abc")
        .expect("send \"a\"", "await read")
        .read()
        .expect("reset");
  }

  @Test
  void aHeldEndKeepsBytesAndTheSendersEndBack() {
    script("{pass: 1}, {end: hold}")
        .arrived("abc")
        .fin()
        .expect("send \"a\"", "await read")
        .read()
        .expect();
  }

  @Test
  void takenOutOfThePlanItHandsOnAllThatItHolds() {
    script("{pass: 1}, {end: hold}")
        .arrived("abc")
        .expect("send \"a\"", "await read")
        .read()
        .replan("[]")
        .expect("send \"bc\"");
  }

  @Test
  void aSenderThatEndsEarlyLosesNothing() {
    script("{pass: 9, once: 20}, {pass: 3}")
        .arrived("ab")
        .fin()
        .expect("send \"ab\"", "await read")
        .read()
        .expect("fin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{end: fin}, {pass: 1}|nothing can be done after `end`; take this step out.",
        "{once: 3}|a step needs one of `pass`, `add`, `drop`, `flow`, `end`.",
        "|this list is empty; give at least one step.",
      })
  void aScriptThatMakesNoSenseIsRefused(String steps, String sentence) {
    String yaml = "script: {steps: [" + (steps == null ? "" : steps) + "]}";
    PlanException refusal =
        assertThrows(
            PlanException.class, () -> PlanReader.parse(yaml, "f", Medium.TCP, new Framing.None()));
    assertEquals(
        sentence, String.valueOf(refusal.getMessage()).replaceFirst("^f:[0-9]+:[0-9]+: ", ""));
  }
}
