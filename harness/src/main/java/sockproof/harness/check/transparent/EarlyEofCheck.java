package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.NotApplicableException;
import sockproof.harness.check.Trial;
import sockproof.harness.check.transparent.EndCases.Ended;
import sockproof.harness.check.transparent.EndCases.How;
import sockproof.harness.exchange.Role;
import sockproof.proxy.trace.TraceEvent;

/**
 * {@code early-eof-accepted}: FIN or RST in the middle of what is said must not look like success.
 *
 * <p>A client fails when it exits with 0 without having come back on a new connection. A server
 * fails when its client gets the answer to the whole request, though only a part arrived, and the
 * server says something of it after the end: one that only closes has answered all before. It must
 * have said about as much as to the whole: a driver may succeed whatever it is told. What the
 * program does not wait for may be missing; a stall in the same place tells.
 */
final class EarlyEofCheck extends BlindCheck {
  EarlyEofCheck(Recording recording) {
    super("early-eof-accepted", recording);
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Ended> fins = EndCases.run(lab, recording(), How.FIN);
    List<Ended> cases = new ArrayList<>(fins);
    if (EndCases.canReset(lab.situation().exchange())) {
      cases.addAll(EndCases.run(lab, recording(), How.RESET));
    }
    List<Trial> failing = failing(lab, cases);
    // Who does not notice an end at all would make each case last to its deadline.
    boolean notices = fins.stream().noneMatch(ended -> ended.trial().isOverdue());
    if (failing.isEmpty() && notices) {
      List<Ended> more = EndCases.runElsewhere(lab, recording());
      cases.addAll(more);
      failing = failing(lab, more);
    }
    if (failing.isEmpty()) {
      return Diagnosis.pass("none of " + cases.size() + " streams cut short looks like success");
    }
    if (recording().underTest() == Role.CLIENT && endIsFin(lab, cases)) {
      throw new NotApplicableException(
          "it reads to the end of the stream, and may take any end for the end of the answer");
    }
    return Diagnosis.fail(
        failing.size() + " of " + cases.size() + " streams cut short look like success",
        "an error, as what was said is not complete",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private List<Trial> failing(Lab lab, List<Ended> cases) throws InterruptedException {
    List<Trial> failing = new ArrayList<>();
    for (Ended ended : cases) {
      if (shows(ended.trial()) && needsTheRest(lab, ended)) {
        failing.add(ended.trial());
      }
    }
    return failing;
  }

  /** Where the stream merely stops in the same place, what comes out must not be the same. */
  private boolean needsTheRest(Lab lab, Ended ended) throws InterruptedException {
    return !ended.trial().isIntact()
        || !lab.run(EndCases.at(lab, recording(), ended.place(), How.STALL)).isIntact();
  }

  /** Whether the client waits for FIN after all has come. */
  private boolean endIsFin(Lab lab, List<Ended> cases) throws InterruptedException {
    int connection = Objects.requireNonNull(cases.getFirst()).place().said().connection();
    long all =
        recording().saidToSubject().stream()
            .filter(said -> said.connection() == connection)
            .mapToLong(Said::length)
            .sum();
    return !lab.run(EndCases.ending(lab, recording(), connection, all, How.STALL)).isIntact();
  }

  @Override
  public boolean shows(Trial trial) {
    boolean success =
        recording().underTest() == Role.CLIENT
            ? trial.isIntact() || trial.outcome().kind() == Kind.WRONG
            : trial.isIntact() && isAnswered(trial);
    return success && !cameBack(trial);
  }

  /** Whether the program gave its answer, and some of it after the end of what it was told. */
  private boolean isAnswered(Trial trial) {
    Set<Integer> ended = new HashSet<>();
    boolean afterEnd = false;
    long saidBytes = 0;
    for (TraceEvent event : history(trial).events()) {
      if (event.kind() == TraceEvent.Kind.FIN_DELIVERED
          && event.direction() == recording().toSubject()) {
        ended.add(event.connection());
      } else if (event.kind() == TraceEvent.Kind.RECEIVED
          && event.direction() == recording().fromSubject()) {
        afterEnd |= ended.contains(event.connection());
        saidBytes += event.bytes().length();
      }
    }
    long wholeBytes = recording().saidBySubject().stream().mapToLong(Said::length).sum();
    return afterEnd && 2 * saidBytes > wholeBytes;
  }

  @Override
  public boolean isRight(Trial trial) {
    return !shows(trial);
  }
}
