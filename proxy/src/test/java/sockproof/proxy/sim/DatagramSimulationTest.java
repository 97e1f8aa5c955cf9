package sockproof.proxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;

class DatagramSimulationTest {
  private static final long MILLI = 1_000_000;

  @Test
  void datagramsArriveAtTheirTimes() {
    assertEquals(
        List.of("2 TO_SERVER \"b\"", "10 TO_CLIENT \"a\"", "12 TO_CLIENT \"a\""),
        arrivals("[latency: {to: client, delay: 10ms}, duplicate: {to: client, delay: 2ms}]"));
  }

  @Test
  void unreachableIsAnArrivalAtTheSender() {
    assertEquals(
        List.of("0 TO_CLIENT \"a\"", "2 TO_SERVER \"b\" unreachable"), arrivals("unreachable"));
  }

  private static List<String> arrivals(String faults) {
    return DatagramSimulation.run(
            PlanReader.read(
                YamlNode.parse(faults, "test"),
                Medium.UDP,
                new Framing.None(),
                EnumSet.allOf(Capability.class)),
            1,
            1,
            List.of(
                new DatagramSimulation.Sent(0, Direction.TO_CLIENT, Bytes.utf8("a")),
                new DatagramSimulation.Sent(2 * MILLI, Direction.TO_SERVER, Bytes.utf8("b"))))
        .arrivals()
        .stream()
        .map(
            arrival ->
                arrival.atNanos() / MILLI
                    + " "
                    + arrival.direction()
                    + " "
                    + arrival.datagram().payload()
                    + (arrival.unreachable() ? " unreachable" : ""))
        .toList();
  }
}
