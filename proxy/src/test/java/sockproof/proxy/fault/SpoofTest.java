package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceEvent.Kind;

class SpoofTest {
  @ParameterizedTest
  @CsvSource({
    "other-port,another port",
    "other-host,another host",
    "both,another host and port",
    "exact,'the exact address of the peer, forged'",
    "127.0.0.9:5353,127.0.0.9:5353",
    "'[::1]:53',[::1]:53",
  })
  void comesFromWhereItIsTold(String from, String source) {
    DatagramPlaybook.given("spoof: {from: '" + from + "'}")
        .arrived("genuine")
        .expect("send \"forged\" from " + source, "send \"genuine\"");
  }

  @Test
  void standsAfterOrInsteadOfTheGenuineOne() {
    DatagramPlaybook.given("spoof: {from: both, place: after, copies: 2, payload: OOPS}")
        .arrived("genuine")
        .expect(
            "send \"genuine\"",
            "send \"OOPS\" from another host and port",
            "send \"OOPS\" from another host and port");
    DatagramPlaybook instead =
        DatagramPlaybook.given("spoof: {from: both, place: instead, payload: mirror}")
            .arrived("genuine")
            .expect("send \"genuine\" from another host and port");
    assertEquals(1, instead.history().events(Kind.FORGED).size());
    assertEquals(1, instead.history().events(Kind.DISCARDED).size());
  }

  @Test
  void theClientIsTheVictimUnlessToldOtherwise() {
    DatagramPlaybook.given("spoof: {from: both}").clientSpeaks().arrived("a").expect("send \"a\"");
    DatagramPlaybook.given("spoof: {from: both, to: server}")
        .clientSpeaks()
        .arrived("a")
        .expect("send \"forged\" from another host and port", "send \"a\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "10.0.0.1:53", "'[2001:db8::1]:53'"})
  void aSourceThatIsNotOursNeedsARawSocket(String from) {
    assertEquals(
        "test:1:1: `spoof` as written here needs a raw socket to send from an address that is not"
            + " the relay's, which takes CAP_NET_RAW; run as root or give this process that"
            + " capability.",
        refused("spoof: {from: " + from + "}", Medium.UDP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"other-prot", "localhost:53", "127.0.0.300:53", "127.0.0.1:0", "::1"})
  void anythingElseIsRefused(String from) {
    refused("spoof: {from: '" + from + "'}", Medium.UDP);
  }

  @Test
  void unixSocketsHaveNoHosts() {
    assertEquals(
        "test:1:9: Unix sockets have paths and no hosts. Use `from: other-port`, which is another"
            + " path here.",
        refused("spoof: {from: other-host}", Medium.UNIX_DATAGRAM));
  }

  private static String refused(String plan, Medium medium) {
    PlanException refusal =
        assertThrows(
            PlanException.class, () -> PlanReader.parse(plan, "test", medium, new Framing.None()));
    return String.valueOf(refusal.getMessage());
  }
}
