package sockproof.harness.check;

import java.util.Set;

/** The findings in whose cases the right behaviour is an error, because no reply can come whole. */
final class CleanErrorFindings {
  private static final Set<String> IDS =
      Set.of(
          "early-eof-accepted",
          "eof-spin",
          "eof-hang",
          "reset-hang",
          "crash",
          "no-deadline",
          "loss-hang",
          "late-reply-desync");

  private CleanErrorFindings() {}

  static boolean expectError(String id) {
    return IDS.contains(id);
  }
}
