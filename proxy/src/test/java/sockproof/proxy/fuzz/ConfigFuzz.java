package sockproof.proxy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A config file of proxies. */
class ConfigFuzz {
  @FuzzTest(maxDuration = "10s")
  void fuzz(byte[] input) {
    boolean _ = Fuzzed.config(new String(input, UTF_8));
  }
}
