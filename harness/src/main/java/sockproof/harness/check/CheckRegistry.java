package sockproof.harness.check;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.datagram.SourceUnchecked;
import sockproof.harness.check.stream.DelimiterSplit;
import sockproof.harness.check.stream.HeaderSplit;
import sockproof.harness.check.stream.SingleRecv;
import sockproof.harness.check.stream.Utf8Split;

/** Every check, cheapest evidence first: a new one is a class and one line here. */
public final class CheckRegistry {
  private static final List<Check> STREAM =
      List.of(new SingleRecv(), new HeaderSplit(), new DelimiterSplit(), new Utf8Split());

  private static final List<Check> DATAGRAM = List.of(new SourceUnchecked());

  private CheckRegistry() {}

  /** The checks for one kind of socket. */
  public static List<Check> forNetwork(boolean stream) {
    return stream ? STREAM : DATAGRAM;
  }

  /** The check for a finding, where there is one. */
  public static Optional<Check> find(String id, boolean stream) {
    return forNetwork(stream).stream().filter(check -> check.id().equals(id)).findFirst();
  }
}
