package sockproof.harness.judge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.exchange.Texts;
import sockproof.harness.process.Ending;
import sockproof.harness.scenario.Outcome;
import sockproof.harness.scenario.Scenario;
import sockproof.proxy.trace.TraceEvent;

/** The oracles for a client under test. */
final class ClientJudge {
  private final Scenario scenario;
  private final Evidence.OfClient evidence;
  private final SubjectEvidence subject;
  private final Baselines baselines;

  ClientJudge(Scenario scenario, Evidence.OfClient evidence, Baselines baselines) {
    this.scenario = scenario;
    this.evidence = evidence;
    this.subject = evidence.subject();
    this.baselines = baselines;
  }

  /** A client that does not work without faults is blamed for nothing: its baseline throws. */
  Judgement judge() {
    if (scenario.expect().outcome() != Outcome.LINES_INTACT) {
      baselines.plain();
    }
    if (isAsideOfConnect()) {
      return Judgement.pass();
    }
    return switch (scenario.expect().outcome()) {
      case REPLIES_INTACT -> repliesIntact();
      case REPLIES_INTACT_OR_REFUSED -> hasRefused() ? Judgement.pass() : repliesIntact();
      case CLEAN_ERROR -> cleanError();
      case QUIET_ERROR -> quietError();
      case NO_REPLY -> noReply();
      case NO_WRONG_REPLY -> noWrongReply();
      case SAME_AS_BASELINE -> sameAsBaseline();
      case IDLE -> idle();
      case LINES_INTACT -> ChatJudge.judge(scenario, evidence);
      case REPLY_THEN_FIN, NO_LOOP ->
          Judgement.inconclusive(
              scenario.expect().outcome().word() + " is an outcome for servers under test");
    };
  }

  /**
   * A stray that has to be there before connect() says nothing of a client that never connects its
   * socket: whether it meets the stray at all is then a matter of luck.
   */
  private boolean isAsideOfConnect() {
    return !scenario.exchange().peer().stray().isEmpty()
        && !evidence.requests().isEmpty()
        && !evidence.connected();
  }

  private Judgement repliesIntact() {
    List<String> wanted = scenario.exchange().replies();
    String expected = "the replies " + Words.quoted(wanted) + ", exit 0";
    if (!subject.ending().map(Ending::isSuccess).orElse(false)) {
      return Judgement.fail(expected, endingWithOutput());
    }
    ReplyTemplates templates = templates();
    if (templates.isEmpty()) {
      return sameAsBaseline();
    }
    List<String> taken = templates.taken(subject.stdout(), candidates());
    return taken.equals(wanted)
        ? Judgement.pass()
        : Judgement.fail(expected, "took " + Words.quoted(taken) + " as replies" + printed());
  }

  /**
   * True for an error before all was asked, with nothing taken but the first replies. (A client
   * that loses a reply asks for it, and waits.)
   */
  private boolean hasRefused() {
    long asked = evidence.requests().values().stream().mapToLong(List::size).sum();
    if (cleanError().verdict() != Verdict.PASS || asked >= scenario.exchange().messages().size()) {
      return false;
    }
    List<String> wanted = scenario.exchange().replies();
    List<String> taken = templates().taken(subject.stdout(), candidates());
    return taken.size() < wanted.size() && taken.equals(wanted.subList(0, taken.size()));
  }

  private Judgement cleanError() {
    String expected = "an error told by a non-zero exit status, in time, and no broken reply";
    if (subject.ending().isEmpty()) {
      return Judgement.fail(expected, subject.endingWords());
    }
    Ending ending = subject.ending().get();
    if (ending instanceof Ending.Signalled || ending.isSuccess()) {
      return Judgement.fail(expected, endingWithOutput());
    }
    return Judgement.pass();
  }

  private Judgement quietError() {
    Judgement clean = cleanError();
    if (clean.verdict() != Verdict.PASS) {
      return clean;
    }
    return StackTraces.isIn(subject.stderr())
        ? Judgement.fail(
            "a sentence on standard error", "a stack trace: " + Words.head(subject.stderr()))
        : Judgement.pass();
  }

  private Judgement noReply() {
    String expected = "no reply taken, and an end in time";
    if (subject.ending().isEmpty() || subject.ending().get() instanceof Ending.Signalled) {
      return Judgement.fail(expected, endingWithOutput());
    }
    List<String> taken = templates().taken(subject.stdout(), candidates());
    return taken.isEmpty()
        ? Judgement.pass()
        : Judgement.fail(expected, "took " + Words.quoted(taken) + " as replies");
  }

  /**
   * The first reply was late. The client may have waited for it, may have given up on that message
   * and gone on, or may have ended with an error; every other list of replies means that one was
   * taken for another request's.
   */
  private Judgement noWrongReply() {
    List<String> wanted = scenario.exchange().replies();
    List<String> withoutFirst = wanted.subList(1, wanted.size());
    String expected =
        "the replies " + Words.quoted(wanted) + ", or those without the first, or an error";
    if (subject.ending().isEmpty()) {
      return Judgement.fail(expected, subject.endingWords());
    }
    boolean success = subject.ending().get().isSuccess();
    List<String> taken = templates().taken(subject.stdout(), candidates());
    boolean right =
        taken.equals(wanted) || taken.equals(withoutFirst) || (taken.isEmpty() && !success);
    return right
        ? Judgement.pass()
        : Judgement.fail(expected, "took " + Words.quoted(taken) + " as replies" + printed());
  }

  private Judgement sameAsBaseline() {
    SubjectEvidence quiet = baselines.sameDialogue().subject();
    String expected = quiet.endingWords() + ", " + Words.head(Normaliser.normalise(quiet.stdout()));
    boolean same =
        subject.ending().equals(quiet.ending())
            && Normaliser.normalise(subject.stdout()).equals(Normaliser.normalise(quiet.stdout()));
    return same ? Judgement.pass() : Judgement.fail(expected, endingWithOutput());
  }

  private Judgement idle() {
    return subject.isSpinning()
        ? Judgement.fail("no CPU used while there is nothing to do", subject.endingWords())
        : Judgement.pass();
  }

  private ReplyTemplates templates() {
    return ReplyTemplates.learn(
        baselines.plain().subject().stdout(),
        List.of(Texts.plainReply(scenario.exchange().framing())));
  }

  /** Every payload on its way to the client: the genuine replies and the forged datagrams. */
  private List<String> candidates() {
    List<String> candidates = new ArrayList<>(scenario.exchange().replies());
    String stray = scenario.exchange().peer().stray();
    if (!stray.isEmpty()) {
      candidates.add(stray);
    }
    evidence.histories().values().stream()
        .flatMap(history -> history.events(TraceEvent.Kind.FORGED).stream())
        .map(event -> new String(event.bytes().toArray(), StandardCharsets.UTF_8))
        .distinct()
        .forEach(candidates::add);
    return candidates;
  }

  private String endingWithOutput() {
    return subject.endingWords() + printed();
  }

  private String printed() {
    String out = subject.stdout().isBlank() ? "nothing" : Words.head(subject.stdout());
    String err =
        subject.stderr().isBlank() ? "" : ", on standard error " + Words.head(subject.stderr());
    return "; it printed " + out + err;
  }
}
