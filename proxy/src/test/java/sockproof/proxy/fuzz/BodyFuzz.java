package sockproof.proxy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A body of Sockproof's own API. */
class BodyFuzz {
  @FuzzTest(maxDuration = "10s")
  void fuzz(byte[] input) {
    boolean _ = Fuzzed.body(new String(input, UTF_8));
  }
}
