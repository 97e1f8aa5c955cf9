package sockproof.reference.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRulesTest {
  @ParameterizedTest
  @CsvSource({
    "ASCII, 63 61 66 e9, the message is not ASCII: byte 0xE9 at offset 3",
    "UTF_8, 61 c3 28, the message is not UTF-8: byte 0xC3 at offset 1",
    "UTF_8, 61 c3, the message is not UTF-8: byte 0xC3 at offset 1",
    "UTF_8, ed a0 80, the message is not UTF-8: byte 0xED at offset 0"
  })
  void badBytesAreNamed(TextRules rules, String hex, String why) {
    byte[] bytes = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    MessageException e = assertThrows(MessageException.class, () -> rules.decode(bytes));
    assertEquals(why, e.getMessage());
  }

  @Test
  void nothingIsReplacedWhenEncoding() throws Exception {
    assertThrows(MessageException.class, () -> TextRules.ASCII.encode("café"));
    assertThrows(MessageException.class, () -> TextRules.UTF_8.encode("\ud800"));
    assertArrayEquals("café".getBytes(StandardCharsets.UTF_8), TextRules.UTF_8.encode("café"));
  }

  @Test
  void uppercase() {
    assertEquals("HELLO {É}", TextRules.UTF_8.uppercase("hello {é}"));
    assertEquals("STRASSE", TextRules.UTF_8.uppercase("straße"));
    assertEquals("[HELLO] `{|}~ 1", TextRules.ASCII.uppercase("[hello] `{|}~ 1"));
    assertEquals("é", TextRules.ASCII.uppercase("é"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      value = {
        "hello,hello",
        "^a\tb\nc\rd^,^a\\tb\\nc\\rd^",
        "^\u001b[2J^,^\\u001b[2J^",
        "^\u009b\u007f^,^\\u009b\\u007f^",
        "^\u202eabc^,^\\u202eabc^",
        "naïve ☕,naïve ☕"
      })
  void controlCharactersAreShownAsEscapes(String text, String shown) {
    assertEquals(shown, Printable.escape(text));
  }

  @Test
  void quotesAreUnambiguous() {
    assertEquals("\"say \\\"hi\\\" \\\\ \"", Printable.quote("say \"hi\" \\ "));
  }
}
