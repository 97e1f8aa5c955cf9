package sockproof.proxy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A fault list in YAML. */
class PlanFuzz {
  @FuzzTest(maxDuration = "10s")
  void fuzz(byte[] input) {
    boolean _ = Fuzzed.plan(new String(input, UTF_8));
  }
}
