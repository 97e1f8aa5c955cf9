package sockproof.proxy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTrackerTest {
  /** Each message as its number, a colon and its length, in every chunking. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "none; abc; 1:3+",
        "eof; abc; 1:3+",
        "line; a/bb//c; 1:2 2:3 3:1 4:1+",
        "crlf; a^/b/^c^/^/; 1:3 2:6 3:2",
        "crlf; ^^/; 1:3",
        "fixed:2; abcde; 1:2 2:2 3:1+",
        "fixed:1; ab; 1:1 2:1",
        "length-prefix; 0002ab00000001c; 1:6 2:4 3:5",
        "length-prefix; 0002a; 1:5+",
      })
  void findsTheMessagesWhateverTheChunks(String framing, String text, String expected) {
    byte[] array = new byte[text.length()];
    for (int i = 0; i < array.length; i++) {
      char c = text.charAt(i);
      array[i] = (byte) (c == '/' ? '\n' : c == '^' ? '\r' : Character.isDigit(c) ? c - '0' : c);
    }
    Bytes bytes = Bytes.of(array);
    for (int chunk = 1; chunk <= bytes.length(); chunk++) {
      assertEquals(expected, messages(Framing.parse(framing), bytes, chunk), "chunks of " + chunk);
    }
  }

  private static String messages(Framing framing, Bytes bytes, int chunk) {
    MessageTracker tracker = new MessageTracker(framing);
    StringBuilder found = new StringBuilder();
    long length = 0;
    for (int start = 0; start < bytes.length(); start += chunk) {
      Bytes part = bytes.slice(start, Math.min(bytes.length(), start + chunk));
      for (int from = 0; from < part.length(); ) {
        assertEquals(length, tracker.offset());
        long number = tracker.number();
        int end = tracker.take(part, from);
        length += end - from;
        from = end;
        if (tracker.ended()) {
          found.append(' ').append(number).append(':').append(length);
          length = 0;
        }
      }
    }
    if (length > 0) {
      found.append(' ').append(tracker.number()).append(':').append(length).append('+');
    }
    return found.substring(1);
  }
}
