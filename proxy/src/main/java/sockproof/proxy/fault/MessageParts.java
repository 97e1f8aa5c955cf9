package sockproof.proxy.fault;

import java.util.Optional;
import sockproof.proxy.core.Framing;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Objection;

/** What faults with offsets in messages have in common. */
final class MessageParts {
  private MessageParts() {}

  /** The objection to a negative offset where nobody knows where messages end. */
  static Optional<Objection> unknownEnd(Key<?> key, Framing framing) {
    return framing instanceof Framing.None
        ? Optional.of(
            new Objection(
                key.name(),
                "a negative offset counts from the end of a message, and no framing is known here."
                    + " Give --framing, or use offsets from the start."))
        : Optional.empty();
  }
}
