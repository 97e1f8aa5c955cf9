package sockproof.harness.check.transparent;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Backoff;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.check.transparent.EndCases.Ended;
import sockproof.harness.check.transparent.EndCases.How;
import sockproof.harness.exchange.Role;
import sockproof.proxy.trace.TraceEvent;

/**
 * {@code eof-hang}, {@code eof-spin} and {@code reset-hang}: the end of the stream goes unnoticed.
 * POSIX recv(): 0 is the peer's orderly end, ECONNRESET its abrupt one.
 */
final class EndHangCheck extends BlindCheck {
  private final How how;
  private final Kind kind;

  private EndHangCheck(String id, Recording recording, How how, Kind kind) {
    super(id, recording);
    this.how = how;
    this.kind = kind;
  }

  static EndHangCheck eofHang(Recording recording) {
    return new EndHangCheck("eof-hang", recording, How.FIN, Kind.HUNG);
  }

  static EndHangCheck eofSpin(Recording recording) {
    return new EndHangCheck("eof-spin", recording, How.FIN, Kind.SPUN);
  }

  static EndHangCheck resetHang(Recording recording) {
    return new EndHangCheck("reset-hang", recording, How.RESET, Kind.HUNG);
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    if (how == How.RESET && !EndCases.canReset(situation.exchange())) {
      return Optional.of("Unix sockets have no reset");
    }
    return how == How.RESET && recording().underTest() == Role.SERVER
        ? Optional.of(
            "--protocol transparent: whether a server has noticed a reset does not show outside")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Ended> cases = EndCases.run(lab, recording(), how);
    List<Trial> trials = cases.stream().map(Ended::trial).toList();
    List<Trial> failing = Backoff.hanging(lab, trials, this::shows, this::isUndecided);
    if (!failing.isEmpty()) {
      return Diagnosis.fail(
          "after " + end() + " it neither ends nor closes before the deadline",
          "an end, or a closed connection, before the deadline",
          failing.getFirst().outcome().detail(),
          failing);
    }
    Optional<Trial> undecided = trials.stream().filter(this::isUndecided).findFirst();
    return undecided.isPresent() && isUndecided(Backoff.longer(lab, undecided.get()))
        ? Diagnosis.inconclusive(
            "after "
                + end()
                + " it closes its connection, and then neither ends nor tries again within "
                + Backoff.words()
                + ": it may wait before it does; a longer --timeout tells")
        : Diagnosis.pass("after " + end() + " in each of " + cases.size() + " places it goes on");
  }

  private String end() {
    return how == How.FIN ? "FIN" : "RST";
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.outcome().kind() == kind && !cameBack(trial) && !closed(trial);
  }

  /** A client that has closed, and neither ends nor comes back. */
  private boolean isUndecided(Trial trial) {
    return recording().underTest() == Role.CLIENT && trial.is(kind) && !cameBack(trial);
  }

  /** Whether the program under test closed a connection after the end, and may try again. */
  private boolean closed(Trial trial) {
    if (recording().underTest() == Role.SERVER) {
      return history(trial).events().stream().anyMatch(this::isEndFromSubject);
    }
    return hasReaction(trial) || (kind == Kind.HUNG && holdsNothing(trial));
  }

  private boolean hasReaction(Trial trial) {
    long overNanos = trial.evidence().overNanos();
    boolean ended = false;
    for (TraceEvent event : history(trial).events()) {
      ended |= isEndToSubject(event);
      boolean inTime = kind == Kind.HUNG || Backoff.isUnderWay(overNanos - event.nanos());
      if (ended && inTime && isEndFromSubject(event)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a TCP connection is over in both directions, by a reset or since the client had ended
   * its own before, and the client holds no socket without a connection.
   */
  private boolean holdsNothing(Trial trial) {
    boolean over =
        history(trial).events().stream()
            .anyMatch(
                event ->
                    event.kind() == TraceEvent.Kind.RESET_DELIVERED || isEndFromSubject(event));
    return over && EndCases.canReset(trial.exchange()) && !trial.evidence().subject().holdsReset();
  }

  private boolean isEndFromSubject(TraceEvent event) {
    return event.direction() == recording().fromSubject()
        && (event.kind() == TraceEvent.Kind.FIN_RECEIVED
            || event.kind() == TraceEvent.Kind.RESET_RECEIVED);
  }

  private boolean isEndToSubject(TraceEvent event) {
    return event.direction() != recording().fromSubject()
        && (event.kind() == TraceEvent.Kind.FIN_DELIVERED
            || event.kind() == TraceEvent.Kind.RESET_DELIVERED);
  }

  @Override
  public boolean isRight(Trial trial) {
    return trial.outcome().kind() != Kind.HUNG
        && trial.outcome().kind() != Kind.SPUN
        && trial.outcome().kind() != Kind.CRASHED;
  }
}
