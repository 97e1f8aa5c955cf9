package sockproof.proxy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.trace.TraceEvent.Kind;

/** The keys common to all faults, which the stages apply. */
class ConditionTest {
  @ParameterizedTest
  @CsvSource({"1,'send \"ab\"'", "2,'send \"a\"|send \"b\"'", "3,'send \"ab\"'"})
  void connectionChoosesOne(int number, String expected) {
    StreamPlaybook.given("fragment: {to: client, every: 1, pace: none, when: {connection: 2}}")
        .connection(number)
        .arrived("ab")
        .expect(expected.split("\\|"));
  }

  @Test
  void nthChoosesMessages() {
    StreamPlaybook.given(
            "fragment: {to: client, every: 2, pace: none, when: {nth: [2, 4]}}", "line")
        .arrived("abc\ndef\nghi\njkl\nmno\n")
        .expect(
            "send \"abc\\n\"",
            "send \"de\"",
            "send \"f\\n\"",
            "send \"ghi\\n\"",
            "send \"jk\"",
            "send \"l\\n\"",
            "send \"mno\\n\"");
  }

  @Test
  void everyChoosesEachSecondMessage() {
    StreamPlaybook.given("insert: {to: client, bytes: '>', when: {every: 2}}", "line")
        .arrived("a\nb\nc\nd\n")
        .expect("send \"a\\n>b\\nc\\n>d\\n\"");
  }

  @Test
  void bytesChooseARangeOfTheStream() {
    StreamPlaybook.given(
            "fragment: {to: client, every: 1, pace: none, when: {bytes: {from: 2, to: 4}}}")
        .arrived("abcdef")
        .expect("send \"ab\"", "send \"c\"", "send \"d\"", "send \"ef\"");
  }

  @Test
  void afterAndUntilChooseATime() {
    StreamPlaybook.given(
            "fragment: {to: client, every: 1, pace: none, when: {after: 1s, until: 2s}}")
        .arrived("ab")
        .expect("send \"ab\"")
        .after("1s")
        .arrived("cd")
        .expect("send \"c\"", "send \"d\"")
        .after("1s")
        .arrived("ef")
        .expect("send \"ef\"");
  }

  @Test
  void conditionsCombineWithAnd() {
    StreamPlaybook.given(
            "insert: {to: client, bytes: '>', when: {nth: [1, 3], every: 3, after: 1s}}", "line")
        .arrived("a\nb\n")
        .after("1s")
        .arrived("c\nd\n")
        .expect("send \"a\\nb\\n\"", "send \">c\\nd\\n\"");
  }

  @Test
  void whatIsExcludedKeepsItsPlaceBehindWhatIsHeld() {
    StreamPlaybook.given("latency: {to: client, delay: 10ms, when: {nth: 1}}", "line")
        .arrived("a\nb\n")
        .fin()
        .expect()
        .after("10ms")
        .expect("send \"a\\nb\\n\"", "fin");
  }

  @Test
  void whatIsExcludedReleasesWhatWaitsForMoreInput() {
    StreamPlaybook.given("coalesce: {to: client, bytes: 100, when: {bytes: {to: 4}}}")
        .arrived("ab")
        .arrived("c")
        .expect()
        .arrived("de")
        .expect("send \"abcd\"", "send \"e\"");
  }

  @Test
  void whatFollowsAnExcludedRunComesAfterIt() {
    StreamPlaybook.given("latency: {to: client, delay: 10ms, when: {every: 2}}", "line")
        .arrived("1\n2\n3\n4\n")
        .expect("send \"1\\n\"")
        .after("10ms")
        .expect("send \"2\\n3\\n\"")
        .after("10ms")
        .expect("send \"4\\n\"");
  }

  @Test
  void anEndBehindAnExcludedMessageDoesNotConcernTheFault() {
    StreamPlaybook.given("latency: {to: client, delay: 10ms, when: {nth: 1}}", "line")
        .arrived("a\n")
        .after("10ms")
        .arrived("b\n")
        .fin()
        .expect("send \"a\\n\"", "send \"b\\n\"", "fin");
  }

  @Test
  void aProbabilityIsDrawnForEachMessageWhereThereAreMessages() {
    StreamPlaybook book =
        StreamPlaybook.given("insert: {to: client, bytes: '>', probability: 0.3}", "line");
    IntStream.range(0, 1000).forEach(i -> book.arrived("a\n"));
    long hit = book.takeCalls().stream().filter(call -> call.contains(">")).count();
    assertTrue(hit > 250 && hit < 350, hit + " of 1000");
  }

  @Test
  void aProbabilityIsDrawnOnceForEachConnectionOtherwise() {
    int hit = 0;
    for (int number = 1; number <= 1000; number++) {
      List<String> calls =
          StreamPlaybook.given("limit: {to: client, bytes: 1, probability: 0.3}", "line")
              .connection(number)
              .arrived("ab\n")
              .takeCalls();
      assertTrue(calls.contains("send \"a\"") || calls.equals(List.of("send \"ab\\n\"")));
      hit += calls.contains("send \"a\"") ? 1 : 0;
    }
    assertTrue(hit > 250 && hit < 350, hit + " of 1000");
  }

  @Test
  void probabilityZeroIsNever() {
    StreamPlaybook.given("reset: {after: 0, probability: 0}").arrived("a").expect("send \"a\"");
  }

  @Test
  void datagramsAreChosenByNumberTimeAndSession() {
    String plan = "drop: {when: {connection: 2, every: 2, after: 1s}}";
    DatagramPlaybook.given(plan)
        .session(2)
        .arrived("1")
        .arrived("2")
        .after("1s")
        .arrived("3")
        .arrived("4")
        .expect("send \"1\"", "send \"2\"", "send \"3\"");
    DatagramPlaybook.given(plan)
        .after("1s")
        .arrived("1")
        .arrived("2")
        .expect("send \"1\"", "send \"2\"");
  }

  @Test
  void tracesNameTheFaultsThatShapedADelivery() {
    StreamPlaybook book =
        StreamPlaybook.given(
                "[fragment: {to: client, at: 1, name: cut, when: {nth: 1}},"
                    + " corrupt: {to: client, at: 0, when: {nth: 2}}]",
                "line")
            .arrived("ab\n")
            .read()
            .read()
            .arrived("cd\nef\n");
    assertEquals(
        List.of("cut", "cut", "corrupt"),
        book.history().events(Kind.DELIVERED).stream().map(event -> event.text()).toList());
  }
}
