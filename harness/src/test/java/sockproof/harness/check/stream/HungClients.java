package sockproof.harness.check.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceEvent.Kind;

/** Clients that still run at the deadline of a case, using no CPU; nothing starts them. */
final class HungClients {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private HungClients() {}

  /**
   * What came of such a case.
   *
   * @param seconds how long it lasted
   * @param holds whether the client may hold a connection that is over
   */
  static Trial trial(Exchange exchange, History history, long seconds, boolean holds) {
    SubjectEvidence subject =
        new SubjectEvidence(Optional.empty(), "", "", seconds * NANOS_PER_SECOND, 0, 0, holds);
    return new Trial(
        exchange,
        new Evidence.OfClient(subject, Map.of("a", history), Map.of(), false),
        new Behaviour(Behaviour.Kind.HUNG, List.of(), ""));
  }

  /** Something that happens one second after the start. */
  static TraceEvent event(Kind kind, Direction direction) {
    return new TraceEvent(0, NANOS_PER_SECOND, 1, direction, kind, Bytes.empty(), "");
  }
}
