package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;

class IpFragmentationTest {
  /** 20 bytes of payload behind an 8-byte header, in pieces: offset+length, a dot at the last. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mtu: 28; 0+8 8+8 16+8 24+4.",
        "mtu: 39; 0+16 16+12.",
        "mtu: 36, order: reverse; 16+12. 0+16",
        "mtu: 28, lose: [2, 4]; 0+8 16+8",
        "mtu: 36, overlap: true; 0+16 8+20.",
        "mtu: 28, order: random; 16+8 0+8 24+4. 8+8",
      })
  void cutsAtMultiplesOfEight(String keys, String expected) {
    DatagramPlaybook.given("fragment: {" + keys + "}")
        .seed(2)
        .arrived("x".repeat(20))
        .expect("send \"" + "x".repeat(20) + "\" as " + expected);
  }

  @Test
  void aSmallDatagramStaysWhole() {
    DatagramPlaybook.given("fragment: {mtu: 36}").arrived("12345678").expect("send \"12345678\"");
  }

  @Test
  void nothingIsSentWhenEveryFragmentIsLost() {
    DatagramPlaybook.given("fragment: {mtu: 28, lose: [1, 2]}").arrived("12345678").expect();
  }

  @Test
  void needsARawSocket() {
    PlanException refusal =
        assertThrows(
            PlanException.class,
            () ->
                PlanReader.parse(
                    "- fragment: {mtu: 100}", "plan.yaml", Medium.UDP, new Framing.None()));
    assertEquals(
        "plan.yaml:1:3: `fragment` as written here needs a raw socket to send IP fragments, which"
            + " takes CAP_NET_RAW; run as root or give this process that capability.",
        refusal.getMessage());
  }
}
