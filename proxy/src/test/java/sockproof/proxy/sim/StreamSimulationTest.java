package sockproof.proxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent.Kind;

class StreamSimulationTest {
  private static final long MILLI = 1_000_000;
  private static final Framing LINE = new Framing.Line();

  @Test
  void inLockstepEveryReadReturnsExactlyOnePieceHoweverSlowTheReader() {
    for (long delay : new long[] {0, MILLI, 50 * MILLI}) {
      StreamOutcome outcome =
          simulate("fragment: {to: client, every: 4}", Reader.after(delay), say("hello, world\n"));
      assertEquals(
          List.of("\"hell\"", "\"o, w\"", "\"orld\"", "\"\\n\""),
          outcome.reads(Direction.TO_CLIENT).stream().map(Bytes::toString).toList());
      assertEquals(Optional.of(How.FIN), outcome.end(Direction.TO_CLIENT));
    }
  }

  @Test
  void withoutLockstepPiecesMeetInOneRead() {
    StreamOutcome outcome =
        simulate(
            "fragment: {to: client, every: 4, pace: none}",
            Reader.after(MILLI),
            say("hello, world\n"));
    assertEquals(List.of(Bytes.utf8("hello, world\n")), outcome.reads(Direction.TO_CLIENT));
  }

  @Test
  void aSmallBufferReadsAPieceInPartsBeforeTheNextOneComes() {
    StreamOutcome outcome =
        simulate("fragment: {to: client, every: 4}", new Reader(0, 3), say("hello!\n"));
    assertEquals(
        List.of("\"hel\"", "\"l\"", "\"o!\\n\""),
        outcome.reads(Direction.TO_CLIENT).stream().map(Bytes::toString).toList());
  }

  @Test
  void aReaderThatNeverReadsHoldsALockstepUpForEver() {
    StreamOutcome outcome =
        simulate("fragment: {to: client, every: 4}", Reader.NEVER, say("hello!\n"));
    assertEquals(1, outcome.history().events(Kind.DELIVERED).size());
    assertEquals(Optional.empty(), outcome.end(Direction.TO_CLIENT));
  }

  @Test
  void aPausedSenderWaitsAndNothingIsLost() {
    byte[] big = new byte[64 << 10];
    List<StreamStep> steps =
        IntStream.range(0, 64)
            .<StreamStep>mapToObj(i -> new StreamStep.Send(0, Direction.TO_CLIENT, Bytes.of(big)))
            .toList();
    StreamOutcome outcome =
        StreamSimulation.run(plan("bandwidth: {rate: 1MiB/s}"), new Framing.None(), 1, steps);
    assertEquals(64 * big.length, outcome.received(Direction.TO_CLIENT).length());
    assertTrue(outcome.history().events(Kind.PAUSED).size() > 1);
    long millis = outcome.nowNanos() / MILLI;
    assertTrue(millis > 3800 && millis < 4000, millis + " ms");
  }

  @Test
  void aSlowOpenDelaysEverything() {
    StreamOutcome outcome = simulate("slow-open: {delay: 30ms}", Reader.AT_ONCE, say("hello\n"));
    assertEquals(30 * MILLI, outcome.history().events(Kind.DELIVERED).getFirst().nanos());
  }

  @Test
  void aRefusedConnectionCarriesNothing() {
    StreamOutcome outcome =
        simulate("slow-open: {delay: 30ms, refuse: true}", Reader.AT_ONCE, say("hello\n"));
    assertEquals(Kind.REFUSED, outcome.history().events().getFirst().kind());
    assertEquals(1, outcome.history().events().size());
  }

  @Test
  void stopsWhenTold() {
    StreamOutcome outcome =
        new StreamSimulation(plan("latency: {delay: 1h}"), LINE, 1, 1, Map.of())
            .run(say("hello\n"), MILLI);
    assertEquals(0, outcome.nowNanos());
    assertTrue(outcome.reads(Direction.TO_CLIENT).isEmpty());
  }

  private static StreamOutcome simulate(String plan, Reader reader, List<StreamStep> steps) {
    return new StreamSimulation(plan(plan), LINE, 1, 1, Map.of(Direction.TO_CLIENT, reader))
        .run(steps, Long.MAX_VALUE);
  }

  private static List<StreamStep> say(String text) {
    return List.of(
        new StreamStep.Send(0, Direction.TO_CLIENT, Bytes.utf8(text)),
        new StreamStep.Fin(0, Direction.TO_CLIENT));
  }

  private static Plan plan(String text) {
    return PlanReader.parse(text, "test", Medium.TCP, LINE);
  }
}
