package sockproof.harness.judge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Evidence.End;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Step;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.process.Ending;
import sockproof.harness.scenario.Outcome;
import sockproof.harness.scenario.Scenario;

/** The oracles for a server under test. */
final class ServerJudge {
  /** More datagrams than this in answer to one forged request are a loop. */
  private static final int LOOP_DATAGRAMS = 64;

  private final Scenario scenario;
  private final Evidence.OfServer evidence;
  private final SubjectEvidence subject;

  ServerJudge(Scenario scenario, Evidence.OfServer evidence) {
    this.scenario = scenario;
    this.evidence = evidence;
    this.subject = evidence.subject();
  }

  Judgement judge() {
    Judgement alive = stillServes();
    if (alive.verdict() != Verdict.PASS) {
      return alive;
    }
    return switch (scenario.expect().outcome()) {
      case REPLIES_INTACT, REPLIES_INTACT_OR_REFUSED, SAME_AS_BASELINE, NO_WRONG_REPLY ->
          repliesIntact();
      case CLEAN_ERROR, NO_REPLY -> nothingBrokenAnswered();
      case QUIET_ERROR ->
          StackTraces.isIn(subject.stderr())
              ? Judgement.fail(
                  "a sentence on standard error", "a stack trace: " + Words.head(subject.stderr()))
              : Judgement.pass();
      case IDLE ->
          subject.isSpinning()
              ? Judgement.fail("no CPU used while there is nothing to do", subject.endingWords())
              : Judgement.pass();
      case REPLY_THEN_FIN -> replyThenFin();
      case NO_LOOP -> noLoop();
      case LINES_INTACT ->
          Judgement.inconclusive("lines-intact is the outcome of a chat, of `lines`");
    };
  }

  private Judgement stillServes() {
    String expected = "a server that goes on serving";
    if (subject.ending().isPresent()) {
      Ending ending = subject.ending().get();
      return Judgement.fail(
          expected,
          "the server ended with " + ending.words() + "; " + Words.head(subject.stderr()));
    }
    boolean idleOnly = scenario.expect().outcome() == Outcome.IDLE;
    return evidence.answersAfterwards() || idleOnly
        ? Judgement.pass()
        : Judgement.fail(expected, "a fresh client got no answer afterwards");
  }

  private Judgement repliesIntact() {
    for (StepResult result : evidence.steps()) {
      Step step = result.step();
      if (!result.replies().equals(step.replies())) {
        return Judgement.fail(expected(step), Words.result(result));
      }
      boolean mustEnd =
          step.then() == Step.Then.READ_TO_END
              || step.then() == Step.Then.HALF_CLOSE_AND_READ_TO_END;
      if (mustEnd && result.end() != End.FIN) {
        return Judgement.fail(expected(step) + ", then FIN", Words.result(result));
      }
    }
    return Judgement.pass();
  }

  private Judgement replyThenFin() {
    for (StepResult result : evidence.steps()) {
      List<String> wanted = result.step().replies();
      // Bytes that make no message may be answered with an error behind the reply.
      boolean replied =
          result.replies().size() >= wanted.size()
              && result.replies().subList(0, wanted.size()).equals(wanted);
      if (!replied || result.end() != End.FIN) {
        return Judgement.fail(expected(result.step()) + ", then FIN", Words.result(result));
      }
    }
    return Judgement.pass();
  }

  /**
   * A request that was cut short: an error reply and a close are right, its uppercase form is not.
   */
  private Judgement nothingBrokenAnswered() {
    for (StepResult result : evidence.steps()) {
      String sent = new String(result.step().raw().toArray(), StandardCharsets.ISO_8859_1);
      String broken = scenario.exchange().text().uppercase(sent.strip());
      boolean answered =
          !broken.isEmpty()
              && (result.partial().contains(broken)
                  || result.replies().stream().anyMatch(reply -> reply.strip().equals(broken)));
      if (answered) {
        return Judgement.fail("no answer to the broken request", Words.result(result));
      }
    }
    return Judgement.pass();
  }

  private Judgement noLoop() {
    long answers = evidence.loopDatagrams();
    return answers <= LOOP_DATAGRAMS
        ? Judgement.pass()
        : Judgement.fail(
            "at most " + LOOP_DATAGRAMS + " datagrams between the two servers",
            answers + " datagrams, and no end of them");
  }

  private static String expected(Step step) {
    return "the replies " + Words.quoted(step.replies());
  }
}
