package sockproof.proxy.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.core.Bytes;

class InsertTest {
  /** A snapshot, the same for every chunking of the input. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "at: 0; none; abcd; <>abcd",
        "at: 2; none; abcd; ab<>cd",
        "at: 4; none; abcd; abcd<>",
        "at: 5; none; abcd; abcd",
        "at: 0; line; ab/c/; <>ab/<>c/",
        "at: 3; line; ab/c/; ab/<>c/",
        "at: -1; line; ab/c/; ab<>/c<>/",
        "at: -3; line; ab/c/; <>ab/c/",
        "at: 4; eof; abcd; abcd<>",
        "at: -1; eof; abcd; abc<>d",
        "at: 2; fixed:2; abcd; ab<>cd<>",
      })
  void whereTheBytesGo(String at, String framing, String input, String expected) {
    Bytes bytes = Bytes.utf8(input.replace('/', '\n'));
    for (int chunk = 1; chunk <= bytes.length(); chunk++) {
      StreamPlaybook book =
          StreamPlaybook.given("insert: {to: client, " + at + ", bytes: '<>'}", framing);
      for (int from = 0; from < bytes.length(); from += chunk) {
        book.arrived(bytes.slice(from, Math.min(bytes.length(), from + chunk)));
      }
      String sent =
          book.fin().takeCalls().stream()
              .filter(call -> call.startsWith("send"))
              .map(call -> call.substring("send \"".length(), call.length() - 1))
              .collect(Collectors.joining());
      assertEquals(expected, sent.replace("\\n", "/"), "in chunks of " + chunk);
    }
  }
}
