package sockproof.harness.check.transparent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.transparent.LengthPrefixes.Header;
import sockproof.proxy.core.Bytes;

class LengthPrefixesTest {
  /** In hexadecimal, what is said in one go; where its headers stand. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "four bytes, 00000002 6162 00000001 63, 0-4 6-10",
    "an empty message between, 00000001 61 00000000 00000001 62, 0-4 5-9 9-13",
    "two bytes, 0002 6162 0001 63, 0-2 4-6",
    "eight bytes, 0000000000000001 61 0000000000000001 62, 0-8 9-17",
    "the lowest byte first, 02000000 6162 01000000 63, 0-4 6-10",
    "a kind before the length, 07 00000002 6162 09 00000001 63, 0-5 7-12",
    "the length counts its own bytes, 00000006 6162 00000005 63, 0-4 6-10",
    "one message alone, 00000002 6162, ''",
    "a byte too many, 00000002 6162 00000001 6364, ''",
    "less than it says, 00000002 6162 00000003 63, ''",
    "two lines, 68656c6c6f0a 776f726c640a, ''",
    "nothing, '', ''",
  })
  void headersAreFoundWhereAllFits(String name, String hex, String expected) {
    List<Header> found = LengthPrefixes.in(Bytes.of(HexFormat.of().parseHex(hex.replace(" ", ""))));
    String actual =
        String.join(
            " ", found.stream().map(header -> header.begin() + "-" + header.end()).toList());
    assertEquals(expected, actual, name);
  }
}
