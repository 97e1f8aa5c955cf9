package sockproof.proxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent.Kind;

/**
 * Faults that only cut, join, delay or slow down lose nothing, change nothing, keep the order and
 * let the end through, in any combination, under any condition, for any sender and reader.
 */
class HarmlessFaultsTest {
  private static final int ROUNDS = 120;
  private static final List<String> FAULTS =
      List.of(
          "fragment: {every: %d",
          "fragment: {at: [%d, 2]",
          "fragment: {random: {min: 1, max: %d}",
          "fragment: {every: %d, pace: none",
          "fragment: {every: %d, pace: 3us",
          "fragment: {before: e, pace: none",
          "fragment: {inside: utf8",
          "coalesce: {bytes: %d",
          "coalesce: {hold: %dus",
          "latency: {delay: %dus, jitter: 50us",
          "latency: {delay: 1us, jitter: %dus, distribution: pareto",
          "bandwidth: {rate: 1MiB/s, burst: %d",
          "stall: {after: %d, for: 30us",
          "slow-close: {delay: %dus",
          "backpressure: {read: %dKiB/s");
  private static final List<String> CONDITIONS =
      List.of(
          "",
          "",
          ", to: client",
          ", to: server",
          ", probability: 0.5",
          ", when: {after: 20us}",
          ", when: {until: 60us}",
          ", when: {bytes: {from: 7, to: 40}}",
          ", when: {nth: [1, 3]}",
          ", when: {every: 2}",
          ", when: {every: 2, bytes: {from: 3}}, probability: 0.7");

  @ParameterizedTest
  @ValueSource(strings = {"line", "fixed:5", "eof", "none"})
  void nothingIsLostOrChanged(String framingWord) {
    Framing framing = Framing.parse(framingWord);
    SplittableRandom random = new SplittableRandom(framingWord.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      String faults = plan(random, framing);
      List<StreamStep> steps = steps(random);
      Plan plan = PlanReader.parse(faults, "test", Medium.TCP, framing);
      Map<Direction, Reader> readers =
          Map.of(Direction.TO_CLIENT, reader(random), Direction.TO_SERVER, reader(random));
      StreamOutcome outcome =
          new StreamSimulation(plan, framing, round, 1, readers).run(steps, 3_600_000_000_000L);
      for (Direction direction : Direction.values()) {
        assertEquals(
            sent(steps, direction),
            outcome.received(direction),
            () -> faults + "\n" + outcome.history());
        assertEquals(Optional.of(How.FIN), outcome.end(direction), faults);
      }
      assertEquals(List.of(), outcome.history().events(Kind.DISCARDED), faults);
      assertEquals(1, outcome.history().events(Kind.CLOSED).size(), faults);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "fixed:5", "eof", "none"})
  void nothingIsLostOrChangedWhenThePlanChangesOnTheWay(String framingWord) {
    Framing framing = Framing.parse(framingWord);
    SplittableRandom random = new SplittableRandom(framingWord.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      List<StreamStep> steps = steps(random);
      List<String> plans =
          List.of(plan(random, framing), plan(random, framing), "[]", plan(random, framing));
      Map<Direction, Reader> readers =
          Map.of(Direction.TO_CLIENT, reader(random), Direction.TO_SERVER, reader(random));
      Plan first = PlanReader.parse(plans.getFirst(), "test", Medium.TCP, framing);
      StreamSimulation simulation = new StreamSimulation(first, framing, round, 1, readers);
      for (String next : plans) {
        simulation.replan(
            random.nextInt(200_000), PlanReader.parse(next, "test", Medium.TCP, framing));
      }
      StreamOutcome outcome = simulation.run(steps, 3_600_000_000_000L);
      for (Direction direction : Direction.values()) {
        assertEquals(
            sent(steps, direction),
            outcome.received(direction),
            () -> plans + "\n" + outcome.history());
        assertEquals(Optional.of(How.FIN), outcome.end(direction), plans::toString);
      }
      assertEquals(List.of(), outcome.history().events(Kind.DISCARDED), plans::toString);
      assertEquals(1, outcome.history().events(Kind.CLOSED).size(), plans::toString);
    }
  }

  private static String plan(SplittableRandom random, Framing framing) {
    List<String> conditions =
        framing instanceof Framing.None
            ? CONDITIONS.stream().filter(text -> !text.matches(".*(nth|every).*")).toList()
            : CONDITIONS;
    return Stream.generate(
            () ->
                FAULTS.get(random.nextInt(FAULTS.size())).formatted(random.nextInt(1, 60))
                    + conditions.get(random.nextInt(conditions.size()))
                    + "}")
        .limit(random.nextInt(1, 6))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static List<StreamStep> steps(SplittableRandom random) {
    List<StreamStep> steps = new ArrayList<>();
    long now = 0;
    for (int i = random.nextInt(12); i > 0; i--) {
      now += random.nextInt(30_000);
      Direction direction = random.nextBoolean() ? Direction.TO_CLIENT : Direction.TO_SERVER;
      String text = "he€llo\n".repeat(random.nextInt(1, 6)).substring(random.nextInt(6));
      steps.add(new StreamStep.Send(now, direction, Bytes.utf8(text)));
    }
    steps.add(new StreamStep.Fin(now, Direction.TO_CLIENT));
    steps.add(new StreamStep.Fin(now, Direction.TO_SERVER));
    return steps;
  }

  private static Reader reader(SplittableRandom random) {
    return new Reader(random.nextInt(3) * 5_000L, random.nextBoolean() ? 4 : 100_000);
  }

  private static Bytes sent(List<StreamStep> steps, Direction direction) {
    return Bytes.concat(
        steps.stream()
            .filter(step -> step.direction() == direction)
            .filter(StreamStep.Send.class::isInstance)
            .map(step -> ((StreamStep.Send) step).bytes())
            .toList());
  }
}
