package sockproof.reference.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
  private static final List<String> MESSAGES = List.of("one!!", "two\r?", "three");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] encodeAll(Framing framing) throws MessageException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (String message : MESSAGES) {
      stream.writeBytes(framing.encode(bytes(message)));
    }
    return stream.toByteArray();
  }

  /** Feeds the stream in pieces that end at the cuts. */
  private static List<String> decode(Framing framing, byte[] stream, int... cuts)
      throws MessageException {
    List<String> messages = new ArrayList<>();
    MessageDecoder decoder = framing.decoder(100);
    int from = 0;
    for (int cut : cuts) {
      decoder.received(ByteBuffer.wrap(stream, from, cut - from), m -> messages.add(text(m)));
      from = cut;
    }
    decoder.received(
        ByteBuffer.wrap(stream, from, stream.length - from), m -> messages.add(text(m)));
    assertEquals(0, decoder.heldBytes());
    return messages;
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed:5", "line", "crlf", "length-prefix"})
  void anyTwoCutsGiveTheSameMessages(String word) throws Exception {
    Framing framing = Framing.parse(word);
    byte[] stream = encodeAll(framing);
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        assertEquals(MESSAGES, decode(framing, stream, first, second), first + "," + second);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed:5", "line", "crlf", "length-prefix"})
  void finInsideAMessageIsAnError(String word) throws Exception {
    Framing framing = Framing.parse(word);
    byte[] one = framing.encode(bytes("hello"));
    for (int size = 1; size < one.length; size++) {
      List<byte[]> messages = new ArrayList<>();
      MessageDecoder decoder = framing.decoder(100);
      decoder.received(ByteBuffer.wrap(one, 0, size), messages::add);
      assertEquals(size, decoder.heldBytes());
      assertThrows(MessageException.class, () -> decoder.ended(messages::add), "after " + size);
      assertEquals(List.of(), messages);
    }
    MessageDecoder between = framing.decoder(100);
    between.received(ByteBuffer.wrap(one), message -> assertEquals("hello", text(message)));
    between.ended(message -> assertTrue(false, "there is no message"));
  }

  @Test
  void eofTakesAllUpToFin() throws Exception {
    List<String> messages = new ArrayList<>();
    MessageDecoder decoder = new Framing.Eof().decoder(100);
    decoder.received(ByteBuffer.wrap(bytes("one\n")), message -> messages.add(text(message)));
    decoder.received(ByteBuffer.wrap(bytes("two")), message -> messages.add(text(message)));
    assertEquals(List.of(), messages);
    decoder.ended(message -> messages.add(text(message)));
    assertEquals(List.of("one\ntwo"), messages);
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "crlf", "length-prefix", "eof"})
  void theMaximumIsExact(String word) throws Exception {
    Framing framing = Framing.parse(word);
    MessageDecoder decoder = framing.decoder(5);
    decoder.received(ByteBuffer.wrap(framing.encode(bytes("hello"))), _ -> {});
    MessageDecoder strict = framing.decoder(5);
    ByteBuffer tooLong = ByteBuffer.wrap(framing.encode(bytes("hello!")));
    assertThrows(MessageException.class, () -> strict.received(tooLong, _ -> {}));
  }

  @Test
  void theLengthPrefixIsUnsigned() {
    MessageDecoder decoder = new Framing.LengthPrefix().decoder(100);
    ByteBuffer prefix = ByteBuffer.wrap(bytes("\u00ff\u00ff\u00ff\u00ff"));
    MessageException e =
        assertThrows(MessageException.class, () -> decoder.received(prefix, _ -> {}));
    assertEquals("the message has 4294967295 bytes and the longest allowed is 100", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "fixed:5, four, the message has 4 bytes and fixed:5 carries 5",
    "line, 'a\nb', 'the message has a line feed inside, which ends a line'",
    "crlf, 'a\r\nb', the message has CR LF inside or a CR at its end",
    "crlf, 'a\r', the message has CR LF inside or a CR at its end"
  })
  void whatCannotBeCarriedIsRefused(String word, String message, String why) {
    byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
    MessageException e =
        assertThrows(MessageException.class, () -> Framing.parse(word).encode(bytes));
    assertEquals(why, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "lines, '`lines` is not one of'",
    "fixed:, needs a number of bytes",
    "fixed:x, needs a number of bytes",
    "fixed:0, at least 1"
  })
  void unknownWordsAreRefused(String word, String part) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Framing.parse(word));
    assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed:7", "line", "crlf", "length-prefix", "eof"})
  void wordsAreReadBack(String word) {
    assertEquals(word, Framing.parse(word).word());
  }

  @Test
  void theLengthPrefixIsBigEndian() throws Exception {
    assertArrayEquals(bytes("\0\0\0\2hi"), new Framing.LengthPrefix().encode(bytes("hi")));
  }
}
