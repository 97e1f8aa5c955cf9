package sockproof.harness.check;

import java.util.List;
import sockproof.harness.check.datagram.SourceUnchecked;

/** Every check, cheapest evidence first: a new one is a class and one line here. */
public final class CheckRegistry {
  private static final List<Check> STREAM = List.of();

  private static final List<Check> DATAGRAM = List.of(new SourceUnchecked());

  private CheckRegistry() {}

  /** The checks for one kind of socket. */
  public static List<Check> forNetwork(boolean stream) {
    return stream ? STREAM : DATAGRAM;
  }
}
