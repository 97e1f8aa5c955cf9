package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.core.Bytes;

class FragmentTest {
  @Test
  void lockstepSendsEachPieceWhenTheLastOneHasBeenRead() {
    StreamPlaybook.given("fragment: {to: client, every: 4}", "line")
        .arrived("hello!\n")
        .expect("send \"hell\"", "await read")
        .read()
        .expect("send \"o!\\n\"", "await read")
        .read()
        .expect();
  }

  @Test
  void aPieceThatIsNotCompleteWaitsForMore() {
    StreamPlaybook.given("fragment: {to: client, at: 4, pace: none}", "line")
        .arrived("he")
        .expect()
        .arrived("llo")
        .expect("send \"hell\"")
        .arrived("!\nby")
        .expect("send \"o!\\n\"")
        .arrived("e\n")
        .expect("send \"bye\\n\"");
  }

  @Test
  void aPieceThatIsNotCompleteLeavesBeforeTheEnd() {
    StreamPlaybook.given("fragment: {to: client, at: 4, pace: none}", "line")
        .arrived("he")
        .expect()
        .fin()
        .expect("send \"he\"", "fin");
  }

  @Test
  void withoutAFramingNothingWaits() {
    StreamPlaybook.given("fragment: {to: client, every: 4, pace: none}")
        .arrived("he")
        .expect("send \"he\"")
        .arrived("llo, w")
        .expect("send \"ll\"", "send \"o, w\"");
  }

  @Test
  void aTimeBetweenPieces() {
    StreamPlaybook.given("fragment: {to: client, every: 2, pace: 5ms}", "line")
        .arrived("abcd\n")
        .expect("send \"ab\"")
        .after("4ms")
        .expect()
        .after("1ms")
        .expect("send \"cd\"")
        .fin()
        .expect()
        .after("5ms")
        .expect("send \"\\n\"", "fin");
  }

  @Test
  void theOtherDirectionIsLeftAlone() {
    StreamPlaybook.given("fragment: {to: client, every: 1}", "line")
        .clientSpeaks()
        .arrived("hello\n")
        .expect("send \"hello\\n\"");
  }

  @Test
  void cutsOfTwoFragmentsAddUp() {
    assertEquals(
        "ab|c|de|f\\n",
        pieces(
            "[fragment: {at: [2, 5], pace: none}, fragment: {at: [3], pace: none}]",
            "line",
            Bytes.utf8("abcdef\n"),
            7));
    assertEquals(
        "ab|c|de|f\\n",
        pieces(
            "[fragment: {at: [2, 5], pace: none}, fragment: {at: [-4], pace: none}]",
            "line",
            Bytes.utf8("abcdef\n"),
            7));
  }

  /** The snapshot: where each kind of cut falls, the same for every chunking of the input. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "every: 1; line; ab\\n; a|b|\\n",
        "every: 3; line; abcdef\\ngh\\n; abc|def|\\n|gh\\n",
        "every: 100; line; ab\\ncd\\n; ab\\n|cd\\n",
        "at: [1, 4]; line; abcdef\\ngh\\n; a|bcd|ef\\n|g|h\\n",
        "at: -1; line; abcdef\\ngh\\n; abcdef|\\n|gh|\\n",
        "at: [2, -2]; line; abcdef\\ngh\\n; ab|cde|f\\n|g|h|\\n",
        "at: [0, 7]; line; abcdef\\ngh\\n; abcdef\\n|gh\\n",
        "at: -2; fixed:4; abcdefgh; ab|cd|ef|gh",
        "at: -3; eof; abcdefgh; abcde|fgh",
        "before: c; line; abcabc\\ncab\\n; ab|cab|c\\n|cab\\n",
        "before: aab; line; aaabaab\\n; a|aab|aab\\n",
        "before: aa; line; aaaa\\n; a|a|aa\\n",
        "inside: delimiter; crlf; ab\\r\\nc\\r\\n; ab\\r|\\n|c\\r|\\n",
        "inside: prefix; length-prefix; \\0\\0\\0\\3abc; \\0|\\0|\\0|\\3abc",
        "inside: utf8; line; aéb€c\\n; a\\xc3|\\xa9b\\xe2|\\x82|\\xacc\\n",
        "inside: utf8; line; 😀\\n; \\xf0|\\x9f|\\x98|\\x80\\n",
      })
  void whereTheCutsFall(String keys, String framing, String input, String expected) {
    Bytes bytes = Bytes.utf8(unescaped(input));
    String plan = "fragment: {to: client, " + keys + ", pace: none}";
    for (int chunk = 1; chunk <= bytes.length(); chunk++) {
      assertEquals(expected, pieces(plan, framing, bytes, chunk), "in chunks of " + chunk);
    }
  }

  @Test
  void randomSizesStayWithinTheirBounds() {
    Bytes bytes = Bytes.utf8("a".repeat(10_000));
    String plan = "fragment: {to: client, random: {min: 2, max: 5}, pace: none}";
    List<Integer> sizes = sizes(plan, bytes, 10_000);
    List<Integer> inner = sizes.subList(0, sizes.size() - 1);
    assertEquals(List.of(2, 3, 4, 5), inner.stream().distinct().sorted().toList());
    for (int chunk : new int[] {1, 7, 999}) {
      assertEquals(sizes, sizes(plan, bytes, chunk), "in chunks of " + chunk);
    }
  }

  private static List<Integer> sizes(String plan, Bytes bytes, int chunk) {
    List<Integer> sizes = new ArrayList<>();
    for (String piece : pieces(plan, "eof", bytes, chunk).split("\\|", -1)) {
      sizes.add(piece.length());
    }
    return sizes;
  }

  /** What is sent, piece by piece, when the input comes in chunks of one size and then ends. */
  private static String pieces(String plan, String framing, Bytes bytes, int chunk) {
    StreamPlaybook book = StreamPlaybook.given(plan, framing);
    for (int from = 0; from < bytes.length(); from += chunk) {
      book.arrived(bytes.slice(from, Math.min(bytes.length(), from + chunk)));
    }
    return book.fin().takeCalls().stream()
        .filter(call -> call.startsWith("send "))
        .map(call -> call.substring("send \"".length(), call.length() - 1))
        .collect(Collectors.joining("|"))
        .replace("\\x00", "\\0")
        .replace("\\x03", "\\3");
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\0", "\0").replace("\\3", "\3");
  }
}
