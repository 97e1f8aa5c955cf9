package sockproof.harness.debug;

import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Role;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;

/** What is debugged. */
public sealed interface DebugTarget {
  /**
   * A program; Sockproof plays the other side.
   *
   * @param subject the program
   * @param exchange what it exchanges with Sockproof, without faults
   */
  record Program(Subject subject, Exchange exchange) implements DebugTarget {}

  /**
   * Whoever connects to one address, in front of another.
   *
   * @param listen where clients come in
   * @param upstream where they are passed on to
   * @param framing where a message ends, as far as known
   */
  record Addresses(Endpoint listen, Endpoint upstream, Framing framing) implements DebugTarget {}

  /** The kind of socket. */
  default Medium medium() {
    return switch (this) {
      case Program(Subject subject, Exchange exchange) -> exchange.network().medium();
      case Addresses(Endpoint listen, Endpoint upstream, Framing framing) -> listen.medium();
    };
  }

  /** Where a message ends on a stream. */
  default Framing knownFraming() {
    return switch (this) {
      case Program(Subject subject, Exchange exchange) ->
          sockproof.proxy.core.Framing.parse(exchange.framing().word());
      case Addresses(Endpoint listen, Endpoint upstream, Framing framing) -> framing;
    };
  }

  /** In a word: {@code client}, {@code server} or {@code relay}. */
  default String word() {
    return switch (this) {
      case Program(Subject subject, Exchange exchange) ->
          exchange.underTest() == Role.CLIENT ? "client" : "server";
      case Addresses addresses -> "relay";
    };
  }
}
