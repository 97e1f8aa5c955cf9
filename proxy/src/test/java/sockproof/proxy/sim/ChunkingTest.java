package sockproof.proxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;

/**
 * However the kernel cuts what the sender wrote, the receiver gets the same bytes in the same
 * reads: where the framing is known, cuts depend on the stream alone.
 */
class ChunkingTest {
  private static final int ROUNDS = 150;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "line; fragment: {every: 3}",
        "line; fragment: {at: [1, -1]}",
        "line; fragment: {random: {min: 1, max: 5}}",
        "line; fragment: {before: ab}",
        "line; fragment: {inside: utf8}",
        "line; fragment: {every: 2, when: {nth: [2, 3]}}",
        "line; fragment: {every: 2, probability: 0.5}",
        "line; [fragment: {at: 2}, fragment: {every: 5}]",
        "line; [corrupt: {bits: 2}, fragment: {at: -2}]",
        "line; [insert: {at: -1, bytes: xy, probability: 0.5}, fragment: {every: 4}]",
        "line; [fragment: {every: 4}, corrupt: {at: 3}]",
        "line; [coalesce: {bytes: 20}, fragment: {at: 1}]",
        "line; [limit: {bytes: 17}, fragment: {every: 4}]",
        "line; script: {steps: [{pass: 1, once: 3}, {drop: 2}, {add: x, joined: true}]}",
        "line; script: {steps: [{pass: 4}, {end: fin}]}",
        "crlf; fragment: {inside: delimiter}",
        "length-prefix; fragment: {inside: prefix}",
        "fixed:7; fragment: {at: [2, -2], when: {every: 2}}",
        "eof; fragment: {random: {min: 2, max: 9}}",
        "eof; fragment: {at: [5, -5]}",
      })
  void theReadsDoNotDependOnTheChunks(String framingWord, String faults) {
    Framing framing = Framing.parse(framingWord);
    Plan plan = PlanReader.parse(faults, "test", Medium.TCP, framing);
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < ROUNDS; round++) {
      Bytes input = input(framing, random);
      List<Bytes> whole = reads(plan, framing, round, List.of(input));
      List<Bytes> chunks = chunks(input, random);
      List<Bytes> cut = reads(plan, framing, round, chunks);
      assertEquals(whole, cut, () -> "input " + input + " in chunks " + chunks);
    }
  }

  private static List<Bytes> reads(Plan plan, Framing framing, long seed, List<Bytes> chunks) {
    List<StreamStep> steps = new ArrayList<>();
    for (Bytes chunk : chunks) {
      steps.add(new StreamStep.Send(0, Direction.TO_CLIENT, chunk));
    }
    steps.add(new StreamStep.Fin(0, Direction.TO_CLIENT));
    return new StreamSimulation(plan, framing, seed, 1, Map.of())
        .run(steps, Long.MAX_VALUE)
        .reads(Direction.TO_CLIENT);
  }

  private static List<Bytes> chunks(Bytes input, SplittableRandom random) {
    List<Bytes> chunks = new ArrayList<>();
    for (int from = 0; from < input.length(); ) {
      int to = Math.min(input.length(), from + random.nextInt(1, 9));
      chunks.add(input.slice(from, to));
      from = to;
    }
    return chunks;
  }

  private static Bytes input(Framing framing, SplittableRandom random) {
    Bytes input = Bytes.empty();
    for (int message = random.nextInt(1, 6); message > 0; message--) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(8); i > 0; i--) {
        text.append(List.of("a", "b", "ab", "é", "€", "😀", "\r").get(random.nextInt(7)));
      }
      Bytes body = Bytes.utf8(text.toString());
      input =
          input.plus(
              switch (framing) {
                case Framing.Line() -> body.plus(Bytes.utf8("\n"));
                case Framing.Crlf() -> body.plus(Bytes.utf8("\r\n"));
                case Framing.LengthPrefix() ->
                    Bytes.of(new byte[] {0, 0, 0, (byte) body.length()}).plus(body);
                default -> body;
              });
    }
    return input;
  }
}
