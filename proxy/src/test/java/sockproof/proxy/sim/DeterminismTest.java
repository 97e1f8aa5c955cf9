package sockproof.proxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.trace.History;

/** The same plan, seed and input give the same actions; more faults move nobody's draws. */
class DeterminismTest {
  private static final String STREAM_PLAN =
      """
      - corrupt: {bits: 2, probability: 0.5}
      - fragment: {random: {min: 1, max: 6}, pace: none, when: {every: 2}}
      - latency: {delay: 5ms, jitter: 4ms, distribution: normal}
      - insert: {at: 1, bytes: "!", probability: 0.2}
      - fragment: {to: client, every: 9}
      - bandwidth: {rate: 100KiB/s}
      """;
  private static final String DATAGRAM_PLAN =
      """
      - drop: {burst: {enter: 0.1, leave: 0.4}}
      - latency: {delay: 5ms, jitter: 4ms, distribution: pareto}
      - duplicate: {copies: 2, delay: 1ms, probability: 0.3}
      - corrupt: {bits: 3, probability: 0.3}
      - fragment: {mtu: 28, order: random, probability: 0.5}
      """;

  @Test
  void theSameFiftyTimes() {
    String stream = stream(STREAM_PLAN, 7).toString();
    String datagrams = datagrams(DATAGRAM_PLAN, 7).toString();
    for (int i = 0; i < 50; i++) {
      assertEquals(stream, stream(STREAM_PLAN, 7).toString());
      assertEquals(datagrams, datagrams(DATAGRAM_PLAN, 7).toString());
    }
    assertNotEquals(stream, stream(STREAM_PLAN, 8).toString());
    assertNotEquals(datagrams, datagrams(DATAGRAM_PLAN, 8).toString());
  }

  @Test
  void connectionsAndDirectionsDrawApart() {
    String plan = "corrupt: {bits: 3}";
    assertNotEquals(
        delivered(stream(plan, 7, 1), Direction.TO_CLIENT),
        delivered(stream(plan, 7, 2), Direction.TO_CLIENT));
    assertNotEquals(
        delivered(stream(plan, 7, 1), Direction.TO_CLIENT),
        delivered(stream(plan, 7, 1), Direction.TO_SERVER));
  }

  /** Faults that change no bytes and no times stand before and behind; the draws stay. */
  @Test
  void addingAFaultMovesNoOthersDraws() {
    String alone = "corrupt: {bits: 3}";
    String inCompany =
        """
        - fragment: {random: {min: 1, max: 9}, pace: none, probability: 0.5}
        - latency: {delay: 0s, jitter: 1ns}
        - corrupt: {bits: 3}
        - stall: {for: 0s, probability: 0.5}
        - corrupt: {bits: 1, probability: 0}
        """;
    for (int connection = 1; connection <= 20; connection++) {
      assertEquals(
          delivered(stream(alone, 7, connection), Direction.TO_CLIENT),
          delivered(stream(inCompany, 7, connection), Direction.TO_CLIENT));
    }
  }

  @Test
  void aNameKeepsDrawsWhereAnotherOfItsKindComesBeforeIt() {
    String alone = "corrupt: {bits: 3, name: mine}";
    String second = "[corrupt: {probability: 0}, corrupt: {bits: 3, name: mine}]";
    assertEquals(
        delivered(stream(alone, 7, 1), Direction.TO_CLIENT),
        delivered(stream(second, 7, 1), Direction.TO_CLIENT));
  }

  @Test
  void aProbabilityMovesNoDrawsOfItsFault() {
    String always = "corrupt: {bits: 3, when: {nth: [3]}}";
    String chancy = "corrupt: {bits: 3, when: {nth: [3]}, probability: 0.999999}";
    assertEquals(
        delivered(stream(always, 7, 1), Direction.TO_CLIENT),
        delivered(stream(chancy, 7, 1), Direction.TO_CLIENT));
  }

  private static Bytes delivered(History history, Direction direction) {
    return Bytes.concat(
        history.events().stream()
            .filter(event -> event.direction() == direction)
            .filter(event -> event.kind().name().equals("DELIVERED"))
            .map(event -> event.bytes())
            .collect(Collectors.toList()));
  }

  private static History stream(String plan, long seed) {
    return stream(plan, seed, 1);
  }

  private static History stream(String text, long seed, int connection) {
    Framing framing = new Framing.Line();
    Plan plan = PlanReader.parse(text, "test", Medium.TCP, framing);
    SplittableRandom random = new SplittableRandom(3);
    List<StreamStep> steps = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Direction direction = i % 3 == 0 ? Direction.TO_SERVER : Direction.TO_CLIENT;
      Bytes bytes = Bytes.utf8("message ".repeat(random.nextInt(5)) + i + "\n");
      steps.add(new StreamStep.Send(i * 1_000_000L, direction, bytes));
    }
    steps.add(new StreamStep.Fin(61_000_000, Direction.TO_SERVER));
    steps.add(new StreamStep.Fin(61_000_000, Direction.TO_CLIENT));
    return new StreamSimulation(
            plan, framing, seed, connection, Map.of(Direction.TO_CLIENT, Reader.after(700_000)))
        .run(steps, Long.MAX_VALUE)
        .history();
  }

  private static History datagrams(String text, long seed) {
    Plan plan =
        PlanReader.read(
            YamlNode.parse(text, "test"),
            Medium.UDP,
            new Framing.None(),
            EnumSet.allOf(Capability.class));
    List<DatagramSimulation.Sent> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Direction direction = i % 2 == 0 ? Direction.TO_SERVER : Direction.TO_CLIENT;
      sent.add(
          new DatagramSimulation.Sent(
              i * 1_000_000L, direction, Bytes.utf8("datagram number " + i)));
    }
    return DatagramSimulation.run(plan, seed, 1, sent).history();
  }
}
