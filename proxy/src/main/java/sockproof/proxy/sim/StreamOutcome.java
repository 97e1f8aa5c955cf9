package sockproof.proxy.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.trace.History;

/**
 * What came of a simulated connection.
 *
 * @param history everything that happened, in order
 * @param reads what each recv() of the receivers returned
 * @param ends how each direction ended, if it did
 * @param nowNanos when the simulation stopped
 */
public record StreamOutcome(
    History history, Map<Direction, List<Bytes>> reads, Map<Direction, How> ends, long nowNanos) {

  /** What each recv() of the receiver of a direction returned. */
  public List<Bytes> reads(Direction direction) {
    return reads.getOrDefault(direction, List.of());
  }

  /** Everything that the receiver of a direction read. */
  public Bytes received(Direction direction) {
    return Bytes.concat(reads(direction));
  }

  /** How a direction ended, if it did. */
  public Optional<How> end(Direction direction) {
    return Optional.ofNullable(ends.get(direction));
  }
}
