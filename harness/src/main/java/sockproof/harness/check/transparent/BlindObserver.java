package sockproof.harness.check.transparent;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.exchange.RealPeers.Seen;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.judge.Words;
import sockproof.harness.process.Ending;

/** Boils what was seen down to a {@link Behaviour}: is it as it was without faults? */
final class BlindObserver {
  private final Recording recording;

  BlindObserver(Recording recording) {
    this.recording = recording;
  }

  Behaviour observe(Seen seen) {
    SubjectEvidence client = seen.client().subject();
    List<String> taken = List.of(recording.form().shown(client.stdout()));
    Optional<Behaviour> server = seen.server().flatMap(evidence -> server(evidence, client, taken));
    return server.orElseGet(() -> client(seen, client, taken));
  }

  private Behaviour client(Seen seen, SubjectEvidence client, List<String> taken) {
    String detail = (seen.server().isPresent() ? "the driver: " : "") + words(client);
    if (client.ending().isEmpty()) {
      boolean spins = seen.server().isEmpty() && client.isSpinning();
      return new Behaviour(spins ? Kind.SPUN : Kind.HUNG, taken, detail);
    }
    Kind kind =
        switch (client.ending().get()) {
          case Ending.Signalled signalled when seen.server().isEmpty() -> Kind.CRASHED;
          case Ending.Signalled signalled -> Kind.ERROR;
          case Ending.Exited(int status) when status != 0 -> Kind.ERROR;
          case Ending.Exited exited -> isAsEver(client.stdout()) ? Kind.INTACT : Kind.WRONG;
        };
    return new Behaviour(kind, taken, detail);
  }

  /** A client of datagrams may say that it lost one, as long as it says all the rest. */
  private boolean isAsEver(String output) {
    return recording.form().matches(output)
        || (!recording.stream() && recording.form().isWithin(output));
  }

  /** What the server itself did wrong, whatever its client saw; empty where it goes on. */
  private Optional<Behaviour> server(
      SubjectEvidence server, SubjectEvidence client, List<String> taken) {
    String driver = "; the driver: " + words(client);
    if (server.isSpinning()) {
      return Optional.of(
          new Behaviour(Kind.SPUN, taken, "the server is " + server.endingWords() + driver));
    }
    if (server.ending().isEmpty()) {
      return Optional.empty();
    }
    String detail = "the server ended with " + words(server) + driver;
    if (server.ending().get() instanceof Ending.Signalled) {
      return Optional.of(new Behaviour(Kind.CRASHED, taken, detail));
    }
    return recording.serverEnds()
        ? Optional.empty()
        : Optional.of(new Behaviour(Kind.ENDED, taken, detail));
  }

  private static String words(SubjectEvidence program) {
    String out =
        program.stdout().isBlank()
            ? "; it printed nothing"
            : "; it printed " + Words.head(program.stdout());
    String err =
        program.stderr().isBlank() ? "" : ", on standard error " + Words.head(program.stderr());
    return program.endingWords() + out + err;
  }
}
