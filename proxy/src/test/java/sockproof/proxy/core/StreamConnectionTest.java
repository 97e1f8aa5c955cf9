package sockproof.proxy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;

/** Order, gates, ends and bounds: what holds whatever the faults. */
class StreamConnectionTest {
  @Test
  void anEmptyPlanChangesNothing() {
    StreamPlaybook book =
        StreamPlaybook.given("[]")
            .arrived("hello")
            .fin()
            .expect("send \"hello\"", "fin")
            .clientSpeaks()
            .arrived("still here");
    assertFalse(book.isFinished());
    book.fin().expect("send \"still here\"", "fin");
    assertTrue(book.isFinished());
    assertEquals(Kind.CLOSED, book.history().events().getLast().kind());
  }

  @Test
  void aResetEndsBothDirections() {
    StreamPlaybook book = StreamPlaybook.given("[]").reset().expect("reset");
    assertTrue(book.isFinished());
    book.clientSpeaks().arrived("into the void").fin().expect();
  }

  @Test
  void nothingIsSentAfterAResetAtTheSameMoment() {
    StreamPlaybook book =
        StreamPlaybook.given("[reset: {to: client, after: 1s}, latency: {to: server, delay: 1s}]")
            .clientSpeaks()
            .arrived("too late")
            .after("1s")
            .expect("other: reset");
    assertEquals(List.of(), book.history().events(Kind.DELIVERED));
  }

  @Test
  void aResetBehindADelayedFinIsNotLost() {
    StreamPlaybook.given("latency: {to: client, delay: 10ms}")
        .fin()
        .after("5ms")
        .reset()
        .after("5ms")
        .expect("fin")
        .after("5ms")
        .expect("reset");
  }

  @Test
  void aResetAfterFinIsHandedOn() {
    StreamPlaybook.given("latency: {to: server, delay: 1s}")
        .fin()
        .expect("fin")
        .reset()
        .expect("reset");
  }

  @Test
  void whatTravelsToASideThatResetIsThrownAway() {
    StreamPlaybook book =
        StreamPlaybook.given("[latency: {to: server, delay: 1s}, fragment: {to: client, every: 1}]")
            .arrived("abc")
            .expect("send \"a\"", "await read")
            .clientSpeaks()
            .reset()
            .expect()
            .serverSpeaks()
            .arrived("more")
            .read()
            .fin()
            .expect();
    assertEquals(
        List.of("\"b\"", "\"c\"", "\"more\""),
        book.history().events(Kind.DISCARDED).stream()
            .map(event -> event.bytes().toString())
            .toList());
    book.clientSpeaks().after("1s").expect("reset");
    assertTrue(book.isFinished());
  }

  @Test
  void aPlainEndDoesNotWaitForTheLastPieceToBeRead() {
    StreamPlaybook.given("fragment: {to: client, every: 2}", "line")
        .arrived("abc\n")
        .fin()
        .expect("send \"ab\"", "await read")
        .read()
        .expect("send \"c\\n\"", "await read", "fin");
  }

  @Test
  void aPieceInLockstepWaitsForWhatWasSentBeforeIt() {
    StreamPlaybook.given("fragment: {to: client, every: 2, when: {nth: 2}}", "line")
        .arrived("abc\n")
        .expect("send \"abc\\n\"")
        .arrived("def\n")
        .expect("await read")
        .read()
        .expect("send \"de\"", "await read")
        .read()
        .expect("send \"f\\n\"", "await read");
  }

  @Test
  void nothingFollowsAPieceInLockstepBeforeItWasRead() {
    StreamPlaybook.given("fragment: {to: client, at: 1, when: {nth: 1}}", "line")
        .arrived("a\nb\n")
        .expect("send \"a\"", "await read")
        .read()
        .expect("send \"\\n\"", "await read")
        .read()
        .expect("send \"b\\n\"");
  }

  @Test
  void anAnswerThatNobodyAskedForIsIgnored() {
    StreamPlaybook.given("fragment: {to: client, every: 2}", "line")
        .read()
        .expect()
        .arrived("abc\n")
        .expect("send \"ab\"", "await read");
  }

  @Test
  void theHistoryTellsHowMuchHasBeenRead() {
    StreamPlaybook book =
        StreamPlaybook.given("fragment: {to: client, every: 2}", "line")
            .arrived("abc\n")
            .read()
            .read();
    assertEquals(
        List.of("2 bytes in all", "4 bytes in all"),
        book.history().events(Kind.READ_BY_PEER).stream().map(TraceEvent::text).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fragment: {to: client, every: 1}",
        "latency: {to: client, delay: 1h}",
        "bandwidth: {to: client, rate: 1/s}",
        "coalesce: {to: client, hold: 1h}",
        "latency: {to: client, delay: 1h, when: {bytes: {to: 1}}}",
      })
  void whateverHoldsBytesTheSenderIsHeldUpInTime(String plan) {
    StreamPlaybook book = StreamPlaybook.given(plan);
    String chunk = "x".repeat(16 << 10);
    int sent = 0;
    while (!book.takeCalls().contains("pause")) {
      book.arrived(chunk);
      sent += chunk.length();
      assertTrue(sent <= 1 << 20, "never paused");
    }
  }

  @Test
  void readingGoesOnWhenHalfHasGone() {
    StreamPlaybook book =
        StreamPlaybook.given("bandwidth: {to: client, rate: 512KiB/s, burst: 1KiB}");
    String chunk = "x".repeat(64 << 10);
    for (int i = 0; i < 16; i++) {
      book.arrived(chunk);
    }
    assertTrue(book.takeCalls().contains("pause"));
    book.after("800ms");
    assertFalse(book.takeCalls().contains("resume"));
    book.after("500ms");
    assertTrue(book.takeCalls().contains("resume"));
  }

  @Test
  void aFaultsPauseAndAFullLineCountTogether() {
    StreamPlaybook.given(
            "[backpressure: {to: client, read: 1KiB/s}, backpressure: {to: client, read: 2KiB/s}]")
        .arrived("x".repeat(1024))
        .expect("send \"" + "x".repeat(1024) + "\"", "pause")
        .after("500ms")
        .expect()
        .after("500ms")
        .expect("resume");
  }

  @Test
  void plainRunsOfOneEventLeaveInOneSend() {
    StreamPlaybook.given("insert: {to: client, bytes: '>'}", "line")
        .arrived("a\nb\nc")
        .expect("send \">a\\n>b\\n>c\"");
  }
}
