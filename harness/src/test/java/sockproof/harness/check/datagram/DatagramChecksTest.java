package sockproof.harness.check.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sockproof.harness.check.CheckResult;
import sockproof.harness.exchange.Machine;
import sockproof.proxy.plan.Capability;

/** Each check finds its mutant, by itself; the reference has no finding at all. */
class DatagramChecksTest {
  private static final List<String> WILDCARD = List.of("udp-server", "0.0.0.0", "{port}");

  @TempDir private Path store;

  static Stream<Arguments> mutants() {
    return Stream.of(
        arguments("udp", ReferenceCheck.MATCHING, "port-unchecked"),
        arguments("udp", ReferenceCheck.MATCHING, "host-unchecked"),
        arguments("udp", ReferenceCheck.MATCHING, "stray-ends-wait"),
        arguments("unix-datagram", ReferenceCheck.UNIX_MATCHING, "stray-ends-wait"),
        arguments("udp", ReferenceCheck.CONNECTED, "queued-before-connect"),
        arguments("unix-datagram", ReferenceCheck.UNIX_CONNECTED, "queued-before-connect"),
        arguments("udp", ReferenceCheck.TWO_SERVERS, "pending-not-removed"),
        arguments("udp", ReferenceCheck.CONNECTED, "duplicate-desync"),
        arguments("unix-datagram", ReferenceCheck.UNIX_MATCHING, "duplicate-desync"),
        arguments("udp", ReferenceCheck.CONNECTED, "late-reply-desync"),
        arguments("udp", ReferenceCheck.MATCHING, "loss-hang"),
        arguments("udp", ReferenceCheck.CONNECTED, "no-retry"),
        arguments("udp", ReferenceCheck.CONNECTED, "datagram-truncated"),
        arguments("udp", ReferenceCheck.SERVER, "datagram-truncated"),
        arguments("udp", ReferenceCheck.CONNECTED, "empty-datagram-ends"),
        arguments("udp", ReferenceCheck.SERVER, "empty-datagram-ends"),
        arguments("udp", ReferenceCheck.SERVER, "bad-input-kills"),
        arguments("unix-datagram", ReferenceCheck.UNIX_SERVER, "bad-input-kills"),
        arguments("udp", ReferenceCheck.SERVER, "reply-to-wrong-client"),
        arguments("udp", WILDCARD, "wrong-source-reply"),
        arguments("udp", ReferenceCheck.SERVER, "reply-loop"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void theMutantIsFound(String network, List<String> role, String id) {
    CheckResult result =
        new ReferenceCheck(store).check(network, ReferenceCheck.mutant(role, id), id);
    ReferenceCheck.only(id, result);
  }

  static Stream<Arguments> rawMutants() {
    return Stream.of(
        arguments(ReferenceCheck.CONNECTED, "icmp-kills"),
        arguments(ReferenceCheck.CONNECTED, "no-fragments"),
        arguments(ReferenceCheck.SERVER, "no-fragments"));
  }

  @ParameterizedTest
  @MethodSource("rawMutants")
  void theMutantIsFoundWithARawSocket(List<String> role, String id) {
    assumeTrue(
        Machine.capabilities().containsAll(Set.of(Capability.values())),
        "ICMP errors and IP fragments take CAP_NET_RAW; run the tests as root");
    theMutantIsFound("udp", role, id);
  }

  static Stream<Arguments> roles() {
    return Stream.of(
        arguments("udp", ReferenceCheck.MATCHING),
        arguments("udp", ReferenceCheck.CONNECTED),
        arguments("udp", WILDCARD),
        arguments("unix-datagram", ReferenceCheck.UNIX_MATCHING),
        arguments("unix-datagram", ReferenceCheck.UNIX_CONNECTED),
        arguments("unix-datagram", ReferenceCheck.UNIX_SERVER));
  }

  @ParameterizedTest
  @MethodSource("roles")
  void nothingIsFoundInTheReference(String network, List<String> role) {
    CheckResult result = new ReferenceCheck(store).check(network, role);
    assertEquals(Set.of(), ReferenceCheck.ids(result));
    List<CheckResult.Line> unclear =
        result.checks().stream().filter(line -> line.verdict().equals("inconclusive")).toList();
    assertEquals(List.of(), unclear);
  }

  static Stream<Arguments> observed() {
    return Stream.of(
        arguments("udp", ReferenceCheck.MATCHING, "address-match"),
        arguments("udp", ReferenceCheck.CONNECTED, "connected"),
        arguments("udp", ReferenceCheck.UNCONNECTED, "none"),
        arguments("unix-datagram", ReferenceCheck.UNIX_CONNECTED, "connected"));
  }

  @ParameterizedTest
  @MethodSource("observed")
  void theClientsOwnWaysAreObserved(String network, List<String> role, String filtering) {
    CheckResult result =
        new ReferenceCheck(store).check(network, role, "source-unchecked", "loss-hang");
    Map<String, Object> observations = result.observations();
    assertEquals(filtering, observations.get("filtering"));
    assertEquals(3, observations.get("retries"));
  }
}
