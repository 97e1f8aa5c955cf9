package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;

class DatagramScriptTest {
  private static DatagramPlaybook script(String steps) {
    return DatagramPlaybook.given("script: {to: client, steps: [" + steps + "]}");
  }

  @Test
  void datagramsLeaveInTheOrderOfTheSteps() {
    script("{pass: 2}, {pass: 1}, {pass: 2}")
        .arrived("a")
        .expect()
        .arrived("b")
        .expect("send \"b\"", "send \"a\"", "send \"b\"")
        .arrived("c")
        .expect("send \"c\"");
  }

  @Test
  void oneLeavesOnceSoManyHaveCome() {
    script("{pass: 1, once: 3}, {drop: 2}")
        .arrived("a")
        .arrived("b")
        .expect()
        .arrived("c")
        .expect("send \"a\"", "send \"c\"");
  }

  @Test
  void oneIsForgedBeforeTheFirstComes() {
    script("{add: x, from: other-port, once: 1}, {pass: 1}")
        .arrived("a")
        .expect("send \"x\" from another port", "send \"a\"");
  }

  @Test
  void afterHoldNothingPasses() {
    script("{pass: 1}, {end: hold}").arrived("a").expect("send \"a\"").arrived("b").expect();
  }

  @Test
  void theEdgeLearnsWhereForgedOnesComeFrom() {
    DatagramScript script =
        new DatagramScript(
            java.util.List.of(
                new DatagramScript.Step.Add(Bytes.empty(), Datagram.GENUINE, 0),
                new DatagramScript.Step.Add(Bytes.empty(), new Datagram.Source.Both(), 0)));
    assertEquals(Set.of(new Datagram.Source.Both()), script.sources());
  }
}
