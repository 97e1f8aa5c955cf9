package sockproof.proxy.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A body of toxiproxy's API. */
class ToxiproxyFuzz {
  @FuzzTest(maxDuration = "10s")
  void fuzz(byte[] input) {
    boolean _ = FuzzedBodies.toxiproxy(new String(input, UTF_8));
  }
}
