package sockproof.proxy.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a fuzzer found, and a short walk around valid texts. */
class FuzzRegressionTest {
  private static final int MUTANTS = 4000;

  private static final String PLAN =
      "[{latency: {delay: 5ms, jitter: 1ms, when: {nth: [1, 3], bytes: {from: 2}}}}, fragment: {at:"
          + " [-1, 2], to: client, pace: 2ms}, {insert: {at: 3, bytes: \"a\\n\"}}]";
  private static final String CONFIG =
      "seed: 7\nproxies:\n  - name: a\n    listen: tcp://127.0.0.1:1\n    upstream: unix:/tmp/x\n"
          + "    framing: fixed:3\n    faults: {limit: {bytes: 2}}\n  - {name: b, listen:"
          + " 'udp://[::1]:0', upstream: 'udp://[::1]:53', session-idle: 5s, targets: [192.0.2.7]}";
  private static final String BODY =
      "{\"name\": \"a\", \"listen\": \"tcp://127.0.0.1:0\", \"upstream\": \"unix:/tmp/x\","
          + " \"faults\": [{\"latency\": {\"delay\": \"5ms\"}}], \"enabled\": false}";

  private static void walk(String valid, Predicate<String> reader) {
    assertTrue(reader.test(valid), valid);
    Random random = new Random(1);
    String signs = "{}[]:,'\"\\\n\r\t -#&*!|>%@`0129aexX.~\u0007\u0085\u2028\u202eé\uD83D\uDE00";
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      StringBuilder text = new StringBuilder(valid);
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(4));
        int from = random.nextInt(signs.length());
        text.replace(at, to, signs.substring(from, Math.min(signs.length(), from + 2)));
      }
      refused += reader.test(text.toString()) ? 0 : 1;
    }
    assertTrue(refused > MUTANTS / 10 && refused < MUTANTS, refused + " were refused");
  }

  @Test
  void plans() {
    walk(
        PLAN.replace("fragment: {", "{fragment: {").replace("pace: 2ms}", "pace: 2ms}}"),
        Fuzzed::plan);
  }

  @Test
  void configs() {
    walk(CONFIG, Fuzzed::config);
  }

  @Test
  void bodies() {
    walk(BODY, Fuzzed::body);
  }
}
