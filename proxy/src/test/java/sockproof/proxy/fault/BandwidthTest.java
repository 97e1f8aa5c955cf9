package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.StreamPlaybook;

class BandwidthTest {
  @Test
  void aBurstGoesAtOnceAndTheRestAtTheRate() {
    StreamPlaybook.given("bandwidth: {to: client, rate: 100/s, burst: 4}")
        .arrived("0123456789")
        .fin()
        .expect("send \"0123\"")
        .after("39ms")
        .expect()
        .after("1ms")
        .expect("send \"4567\"")
        .after("20ms")
        .expect("send \"89\"", "fin");
  }

  @Test
  void theBucketFillsAgainButNotBeyondItsSize() {
    StreamPlaybook.given("bandwidth: {to: client, rate: 100/s, burst: 4}")
        .arrived("0123")
        .expect("send \"0123\"")
        .after("20ms")
        .arrived("45")
        .expect("send \"45\"")
        .after("10s")
        .arrived("abcdef")
        .expect("send \"abcd\"")
        .after("20ms")
        .expect("send \"ef\"");
  }

  @Test
  void piecesCutByAFaultBeforeItStayWhole() {
    StreamPlaybook.given(
            "[fragment: {to: client, every: 8, pace: none}, bandwidth: {rate: 100/s, burst: 4}]",
            "line")
        .arrived("01234567ab\n")
        .expect()
        .after("40ms")
        .expect("send \"01234567\"")
        .after("30ms")
        .expect("send \"ab\\n\"");
  }

  @Test
  void aSlowDripDeliversByteByByte() {
    StreamPlaybook.given("bandwidth: {to: client, rate: 10/s}")
        .arrived("abc")
        .expect("send \"a\"")
        .after("100ms")
        .expect("send \"b\"")
        .after("100ms")
        .expect("send \"c\"");
  }

  @Test
  void datagramsWaitWholeAndTheQueueIsBounded() {
    DatagramPlaybook.given("bandwidth: {rate: 100/s, burst: 10}")
        .arrived("0123456789")
        .arrived("01234")
        .expect("send \"0123456789\"")
        .after("49ms")
        .expect()
        .after("1ms")
        .expect("send \"01234\"");
    DatagramPlaybook flood = DatagramPlaybook.given("bandwidth: {rate: 1MiB/s, burst: 1}");
    for (int i = 0; i < 100; i++) {
      flood.arrived("x".repeat(60_000));
    }
    assertEquals((1 << 20) / 60_064, flood.after("1m").takeCalls().size());
  }
}
