package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.DatagramPlaybook;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.trace.TraceEvent.Kind;

class CorruptTest {
  /** How many bits differ in each byte of two messages of four bytes, in every chunking. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "at: 1; fixed:4; 0100 0100",
        "bits: 3, at: [0, -1]; fixed:4; 3003 3003",
        "bits: 8, at: 2; fixed:4; 0080 0080",
        "at: [1, 6]; none; 0100 0010",
        "bits: 32; fixed:4; 8888 8888",
      })
  void flipsTheBitsOfTheBytesNamed(String keys, String framing, String expected) {
    Bytes input = Bytes.utf8("abcdefgh");
    for (int chunk = 1; chunk <= input.length(); chunk++) {
      Bytes output = sent("corrupt: {to: client, " + keys + "}", framing, input, chunk);
      StringBuilder flips = new StringBuilder();
      for (int i = 0; i < input.length(); i++) {
        flips
            .append(i == 4 ? " " : "")
            .append(Integer.bitCount((output.at(i) ^ input.at(i)) & 0xff));
      }
      assertEquals(expected, flips.toString(), "in chunks of " + chunk);
    }
  }

  @Test
  void flipsAnywhereTheSameBitsForEveryChunking() {
    Bytes input = Bytes.of(new byte[200]);
    Bytes whole = sent("corrupt: {to: client, bits: 5}", "fixed:100", input, 200);
    assertEquals(10, bits(whole));
    assertEquals(5, bits(whole.slice(0, 100)));
    for (int chunk : new int[] {1, 7, 150}) {
      assertEquals(whole, sent("corrupt: {to: client, bits: 5}", "fixed:100", input, chunk));
    }
  }

  @Test
  void flipsBitsOfDatagrams() {
    DatagramPlaybook book =
        DatagramPlaybook.given("corrupt: {bits: 8, at: -1}").arrived(Bytes.of(new byte[3]));
    book.expect("send \"\\x00\\x00\\xff\"").arrived("").expect("send \"\"");
    assertEquals(1, bits(anywhere(DatagramPlaybook.given("corrupt: {}"))));
  }

  private static Bytes anywhere(DatagramPlaybook book) {
    return book.arrived(Bytes.of(new byte[50])).history().events(Kind.DELIVERED).getFirst().bytes();
  }

  private static int bits(Bytes bytes) {
    int count = 0;
    for (int i = 0; i < bytes.length(); i++) {
      count += Integer.bitCount(bytes.at(i) & 0xff);
    }
    return count;
  }

  private static Bytes sent(String plan, String framing, Bytes input, int chunk) {
    StreamPlaybook book = StreamPlaybook.given(plan, framing);
    for (int from = 0; from < input.length(); from += chunk) {
      book.arrived(input.slice(from, Math.min(input.length(), from + chunk)));
    }
    return Bytes.concat(
        book.fin().history().events(Kind.DELIVERED).stream().map(event -> event.bytes()).toList());
  }
}
