package sockproof.harness.check.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.NotApplicableException;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.TraceEvent;
import sockproof.reference.message.Framing;

/**
 * {@code short-send}: what a partial send() did not take is forgotten. send() may take fewer bytes
 * than it was given (POSIX send()).
 */
public final class ShortSend implements Check {
  /** Long enough that a sender has stopped, and was not merely kept from running. */
  private static final long QUIET_MILLIS = 400;

  @Override
  public String id() {
    return "short-send";
  }

  @Override
  public Set<String> explains() {
    return Set.of("message-truncated", "exact-buffer-size", "no-deadline", "write-deadlock");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return notUnderPressure(situation);
  }

  /** Why a subject can never be made to send more than the kernel takes. */
  static Optional<String> notUnderPressure(Situation situation) {
    boolean small =
        EndCases.isClient(situation.exchange()) && FlowCases.largeRequest(situation).isEmpty();
    String why =
        situation.exchange().framing() instanceof Framing.Fixed
            ? "its messages are so short that a send buffer takes them whole"
            : "a message on the command line is so short that this machine's send buffers take it whole";
    return small ? Optional.of(why) : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    Trial trial =
        FlowCases.underPressure(lab)
            .orElseThrow(
                () ->
                    new NotApplicableException(
                        "it refuses as many messages as a send buffer does not take"));
    if (!shows(trial)) {
      return Diagnosis.pass("through a small window nothing is lost of what it sends");
    }
    return Diagnosis.fail(
        "what a partial send() did not take is lost",
        FlowCases.expected(trial.exchange()).length + " bytes sent, each in its place",
        "byte %d does not follow; %s".formatted(Sent.of(trial).offset(), trial.outcome().detail()),
        List.of(trial));
  }

  @Override
  public boolean shows(Trial trial) {
    Sent sent = Sent.of(trial);
    return switch (sent.kind()) {
      case GAP -> true;
      case ENDED_EARLY ->
          sent.offset() > 0
              && !trial.isCrashed()
              && (sent.quietMillis() >= QUIET_MILLIS || hasFinished(trial));
      case WHOLE, OTHER, SHIFTED -> false;
    };
  }

  /**
   * Whether the subject has told by its FIN that this was all, and lives on: a server does, and a
   * client that has been answered after it.
   */
  private static boolean hasFinished(Trial trial) {
    boolean client = EndCases.isClient(trial.exchange());
    Direction from = client ? Direction.TO_SERVER : Direction.TO_CLIENT;
    return trial.evidence().histories().values().stream()
        .anyMatch(
            history -> {
              boolean finished = false;
              for (TraceEvent event : history.events()) {
                finished |=
                    event.kind() == TraceEvent.Kind.FIN_RECEIVED && event.direction() == from;
                boolean answered =
                    event.kind() == TraceEvent.Kind.DELIVERED
                        && event.direction() == Direction.TO_CLIENT;
                if (finished && (answered || !client)) {
                  return true;
                }
              }
              return false;
            });
  }

  @Override
  public boolean isRight(Trial trial) {
    return Sent.of(trial).kind() == Sent.Kind.WHOLE;
  }
}
