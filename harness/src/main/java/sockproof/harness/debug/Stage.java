package sockproof.harness.debug;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sockproof.harness.exchange.HeldExchange;
import sockproof.harness.exchange.SubjectNotReadyException;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.process.SpawnException;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.relay.HoldDesk;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.relay.RelayException;
import sockproof.proxy.trace.TraceSink;

/** What runs from one start to the next. */
interface Stage {
  /** The relay that holds. */
  Relay relay();

  /** The program, if Sockproof has started one. */
  Optional<RunningSubject> subject();

  /** What Sockproof's own side has seen. */
  List<String> peerLines();

  /** Ends all of it. */
  void close() throws IOException;

  /**
   * Starts all that a target needs.
   *
   * @throws DebugException with one sentence where that cannot be done
   */
  static Stage start(
      DebugTarget target,
      Workspace workspace,
      SubjectLauncher launcher,
      HoldDesk desk,
      TraceSink trace)
      throws InterruptedException {
    try {
      return switch (target) {
        case DebugTarget.Program program ->
            of(
                HeldExchange.start(
                    workspace, launcher, program.subject(), program.exchange(), desk, trace));
        case DebugTarget.Addresses addresses -> of(relay(addresses, desk, trace));
      };
    } catch (IOException | SubjectNotReadyException | SpawnException | RelayException e) {
      throw new DebugException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Relay relay(DebugTarget.Addresses addresses, HoldDesk desk, TraceSink trace) {
    return Relay.startHeld(
        RelayConfig.between(addresses.listen(), addresses.upstream())
            .withFraming(addresses.framing())
            .withSessionIdle(HeldExchange.SESSION_IDLE)
            .withTrace(trace),
        desk);
  }

  private static Stage of(Relay relay) {
    return new Stage() {
      @Override
      public Relay relay() {
        return relay;
      }

      @Override
      public Optional<RunningSubject> subject() {
        return Optional.empty();
      }

      @Override
      public List<String> peerLines() {
        return List.of();
      }

      @Override
      public void close() {
        relay.close();
      }
    };
  }

  private static Stage of(HeldExchange held) {
    return new Stage() {
      @Override
      public Relay relay() {
        return held.relay();
      }

      @Override
      public Optional<RunningSubject> subject() {
        return Optional.of(held.subject());
      }

      @Override
      public List<String> peerLines() {
        return held.peerLines();
      }

      @Override
      public void close() throws IOException {
        held.close();
      }
    };
  }
}
