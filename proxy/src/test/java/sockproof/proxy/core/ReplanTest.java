package sockproof.proxy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.fault.Toxics;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.History;

/** Plans that change while a connection or session is open. */
class ReplanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stall                              |
          latency: {delay: 1h}               |
          bandwidth: {rate: 1, burst: 1}     | a
          coalesce: {hold: 1h}               |
          coalesce: {bytes: 512KiB}            |
          stall: {after: 2}                  | ab
          fragment: {random: {min: 9, max: 9}, pace: 1h} |
          """)
  void whatARemovedFaultHoldsIsDeliveredAtOnce(String fault, String before) {
    StreamPlaybook book = StreamPlaybook.given(fault).arrived("abcd").fin();
    String passed = before == null ? "" : before;
    String first = String.join("", book.takeCalls());
    if (!fault.startsWith("fragment") && !fault.startsWith("coalesce")) {
      assertEquals(passed.isEmpty() ? "" : "send \"" + passed + "\"", first);
    }
    book.replan("[]");
    List<String> calls = book.takeCalls();
    assertEquals("fin", (first.contains("fin") ? "fin" : calls.getLast()));
    String sent = (first + String.join("", calls)).replaceAll("fin|send|await read|[ \"]", "");
    assertEquals("abcd", sent);
    book.arrived("late").after("2h").expect();
  }

  @Test
  void aFaultThatStaysKeepsWhatItHolds() {
    StreamPlaybook.given("[{latency: {delay: 2s}}]")
        .arrived("a")
        .expect()
        .replan("[{limit: {bytes: 9}}, {latency: {delay: 2s}}]")
        .expect()
        .after("2s")
        .expect("send \"a\"");
  }

  @Test
  void anOldFaultThatIsWrittenOtherwiseLetsGoAndTheNewOneBegins() {
    StreamPlaybook.given("latency: {delay: 2s}")
        .arrived("a")
        .replan("latency: {delay: 1s}")
        .expect("send \"a\"")
        .arrived("b")
        .after("999ms")
        .expect()
        .after("1ms")
        .expect("send \"b\"");
  }

  @Test
  void heldBytesStayInOrderWhenAFaultBehindThemGoes() {
    StreamPlaybook.given("[{latency: {delay: 2s}}, {stall: {for: forever}}]")
        .arrived("a")
        .after("2s")
        .arrived("b")
        .expect()
        .replan("latency: {delay: 2s}")
        .expect("send \"a\"")
        .after("2s")
        .expect("send \"b\"");
  }

  @Test
  void aPausedSenderIsReadAgain() {
    StreamPlaybook.given("backpressure: {read: never}")
        .open()
        .expect("other: pause", "pause")
        .replan("[]")
        .expect("other: resume", "resume");
  }

  @Test
  void anEndThatWasDeliveredStays() {
    StreamPlaybook book = StreamPlaybook.given("half-close: {after: 2}").arrived("abc");
    book.expect("send \"ab\"", "await read").read().expect("fin");
    book.replan("[]").arrived("d").fin().expect();
    assertEquals(
        1, book.history().events(sockproof.proxy.trace.TraceEvent.Kind.FIN_DELIVERED).size());
  }

  @Test
  void offsetsCountFromTheStartOfTheStream() {
    StreamPlaybook.given("[]")
        .arrived("abcd")
        .expect("send \"abcd\"")
        .replan("stall: {when: {bytes: {from: 6}}}")
        .arrived("efgh")
        .expect("send \"ef\"");
  }

  @Test
  void aNewFaultKnowsWhereItStandsAmongTheMessages() {
    StreamPlaybook.given("[]", "line")
        .arrived("one\ntw")
        .expect("send \"one\\ntw\"")
        .replan("stall: {when: {nth: 3}}")
        .arrived("o\nthree\n")
        .expect("send \"o\\n\"");
  }

  @Test
  void aTimerOfARemovedFaultDoesNothing() {
    StreamPlaybook.given("reset: {after: 2s}")
        .open()
        .after("1s")
        .replan("[]")
        .after("5s")
        .arrived("a")
        .expect("send \"a\"");
  }

  @Test
  void aToxicTimeoutDropsThenClosesBothWays() {
    StreamPlaybook.given("[]")
        .replan(Plan.of(new Toxics.Timeout(1_000_000_000)))
        .arrived("a")
        .expect()
        .after("1s")
        .expect("other: fin", "fin");
  }

  @Test
  void aToxicTimeoutThatIsTakenAwayClosesBothWays() {
    StreamPlaybook.given("[]")
        .replan(Plan.of(new Toxics.Timeout(0)))
        .arrived("a")
        .after("1h")
        .expect()
        .replan("[]")
        .expect("other: fin", "fin");
  }

  @Test
  void aToxicLimitClosesBothWaysOnceItIsRead() {
    StreamPlaybook.given("[]")
        .replan(Plan.of(new Toxics.LimitData(3)))
        .arrived("ab")
        .expect("send \"ab\"")
        .arrived("cd")
        .expect("send \"c\"", "await read")
        .read()
        .expect("fin", "other: fin");
  }

  @Test
  void aToxicResetComesAfterTheFirstData() {
    StreamPlaybook.given("[]")
        .replan(Plan.of(new Toxics.ResetPeer(1_000_000)))
        .after("1h")
        .expect()
        .arrived("a")
        .expect()
        .after("1ms")
        .expect("reset");
  }

  @Test
  void heldDatagramsAreDeliveredAndNumbersGoOn() {
    History history = new History();
    List<String> sent = new java.util.ArrayList<>();
    DatagramSession session =
        new DatagramSession(
            plan("latency: {delay: 1h}"),
            1,
            1,
            new DatagramPort() {
              @Override
              public void send(Direction direction, Datagram datagram) {
                sent.add(datagram.payload().toString());
              }

              @Override
              public void unreachable(Direction direction, Datagram datagram) {
                throw new AssertionError("nobody asked for it");
              }
            },
            history);
    session.opened(0);
    session.arrived(Direction.TO_CLIENT, Bytes.utf8("a"), 0);
    assertEquals(List.of(), sent);
    session.reconfigure(plan("drop: {nth: 3}"), 0);
    assertEquals(List.of("\"a\""), sent);
    session.arrived(Direction.TO_CLIENT, Bytes.utf8("b"), 0);
    session.arrived(Direction.TO_CLIENT, Bytes.utf8("c"), 0);
    session.arrived(Direction.TO_CLIENT, Bytes.utf8("d"), 0);
    assertEquals(List.of("\"a\"", "\"b\"", "\"c\""), sent);
  }

  private static Plan plan(String faults) {
    return PlanReader.parse(faults, "test", Medium.UDP, new Framing.None());
  }
}
