package sockproof.harness.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Evidence.End;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.judge.ReplyTemplates;
import sockproof.harness.judge.Words;
import sockproof.harness.process.Ending;
import sockproof.proxy.trace.TraceEvent;

/** Boils evidence down to a {@link Behaviour}. */
final class Observer {
  /** From which CPU time on a client that ended with an error has burned it. */
  private static final long BURNED_NANOS = 700_000_000;

  private final ReplyTemplates templates;
  private final long baselineCpuNanos;

  /**
   * An observer.
   *
   * @param templates how a client prints a reply
   * @param baselineCpuNanos the CPU time of a run without faults
   */
  Observer(ReplyTemplates templates, long baselineCpuNanos) {
    this.templates = templates;
    this.baselineCpuNanos = baselineCpuNanos;
  }

  Behaviour observe(Exchange exchange, Evidence evidence) {
    return switch (evidence) {
      case Evidence.OfClient client -> client(exchange, client);
      case Evidence.OfServer server -> server(server);
    };
  }

  private Behaviour client(Exchange exchange, Evidence.OfClient evidence) {
    SubjectEvidence subject = evidence.subject();
    List<String> wanted = exchange.replies();
    List<String> taken = templates.taken(subject.stdout(), payloads(exchange, evidence));
    String detail = subject.endingWords() + printed(subject);
    if (subject.ending().isEmpty()) {
      return new Behaviour(subject.isSpinning() ? Kind.SPUN : Kind.HUNG, taken, detail);
    }
    Kind kind =
        switch (subject.ending().get()) {
          case Ending.Signalled signalled -> Kind.CRASHED;
          case Ending.Exited(int status) when status != 0 ->
              burned(subject) ? Kind.SPUN : Kind.ERROR;
          case Ending.Exited exited -> taken.equals(wanted) ? Kind.INTACT : Kind.WRONG;
        };
    return new Behaviour(kind, taken, detail);
  }

  /** Whether it was busy for nothing before it gave up. */
  private boolean burned(SubjectEvidence subject) {
    long burnedNanos = subject.cpuNanos() - baselineCpuNanos;
    return burnedNanos >= BURNED_NANOS && 2 * burnedNanos >= subject.elapsedNanos();
  }

  /** Every payload that was on its way to the client, genuine or not. */
  private static List<String> payloads(Exchange exchange, Evidence.OfClient evidence) {
    List<String> payloads = new ArrayList<>(exchange.replies());
    if (!exchange.peer().stray().isEmpty()) {
      payloads.add(exchange.peer().stray());
    }
    evidence.histories().values().stream()
        .flatMap(history -> history.events(TraceEvent.Kind.FORGED).stream())
        .map(event -> new String(event.bytes().toArray(), StandardCharsets.UTF_8))
        .forEach(payloads::add);
    return payloads;
  }

  private static Behaviour server(Evidence.OfServer evidence) {
    SubjectEvidence subject = evidence.subject();
    List<String> taken = new ArrayList<>();
    StringBuilder detail = new StringBuilder();
    boolean intact = true;
    boolean timeout = false;
    for (StepResult result : evidence.steps()) {
      taken.addAll(result.replies());
      intact &= result.replies().equals(result.step().replies());
      timeout |= result.end() == End.TIMEOUT;
      detail.append(Words.result(result)).append("; ");
    }
    if (subject.ending().isPresent()) {
      detail
          .append("the server ended with ")
          .append(subject.endingWords())
          .append(printed(subject));
      boolean crashed = subject.ending().get() instanceof Ending.Signalled;
      return new Behaviour(crashed ? Kind.CRASHED : Kind.ENDED, taken, detail.toString());
    }
    detail.append(evidence.answersAfterwards() ? "it still serves" : "it serves nobody afterwards");
    if (subject.isSpinning()) {
      return new Behaviour(Kind.SPUN, taken, detail + ", " + subject.endingWords());
    }
    if (!evidence.answersAfterwards() || timeout) {
      return new Behaviour(Kind.HUNG, taken, detail.toString());
    }
    if (intact) {
      return new Behaviour(Kind.INTACT, taken, detail.toString());
    }
    boolean told =
        evidence.steps().stream().anyMatch(r -> r.end() == End.FIN || r.end() == End.RESET);
    return new Behaviour(told ? Kind.ERROR : Kind.WRONG, taken, detail.toString());
  }

  private static String printed(SubjectEvidence subject) {
    String out = subject.stdout().isBlank() ? "" : "; it printed " + Words.head(subject.stdout());
    String err =
        subject.stderr().isBlank() ? "" : "; on standard error " + Words.head(subject.stderr());
    return out + err;
  }
}
