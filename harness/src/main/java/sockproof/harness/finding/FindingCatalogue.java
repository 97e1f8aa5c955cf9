package sockproof.harness.finding;

import java.util.List;
import java.util.stream.Stream;

/** Every finding, in the order of the public catalogue; new ones go to the end of their part. */
public final class FindingCatalogue {
  private static final List<Finding> ALL =
      Stream.concat(StreamFindings.ALL.stream(), DatagramFindings.ALL.stream()).toList();

  private FindingCatalogue() {}

  /** Every finding. */
  public static List<Finding> all() {
    return ALL;
  }
}
