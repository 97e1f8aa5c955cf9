package sockproof.harness.check;

import java.util.Map;
import java.util.Set;

/**
 * Which bug brings the evidence of which others along. A finding that another one explains is not
 * reported by itself; it is listed with the other.
 */
final class Explanations {
  private static final Map<String, Set<String>> EXPLAINS =
      Map.ofEntries(
          Map.entry(
              "single-recv",
              Set.of(
                  "header-split",
                  "delimiter-split",
                  "utf8-split",
                  "coalesced-messages",
                  "exact-buffer-size",
                  "message-truncated",
                  "early-eof-accepted",
                  "short-send",
                  "resend-offset")),
          Map.entry("crash", Set.of("reset-hang", "bad-input-kills")),
          Map.entry(
              "source-unchecked",
              Set.of(
                  "port-unchecked",
                  "host-unchecked",
                  "stray-ends-wait",
                  "queued-before-connect",
                  "empty-datagram-ends")),
          Map.entry("port-unchecked", Set.of("queued-before-connect", "stray-ends-wait")),
          Map.entry("host-unchecked", Set.of("queued-before-connect", "stray-ends-wait")),
          Map.entry("duplicate-desync", Set.of("late-reply-desync")));

  private Explanations() {}

  /** True when a finding is explained by another one that was found as well. */
  static boolean explains(String cause, String effect) {
    return EXPLAINS.getOrDefault(cause, Set.of()).contains(effect);
  }
}
