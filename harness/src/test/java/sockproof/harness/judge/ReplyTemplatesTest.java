package sockproof.harness.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTemplatesTest {
  private static final List<String> CANDIDATES = List.of("HELLO", "GOOD BYE", "FORGED");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HELLO                             | GOOD BYE
          The server replied with 'HELLO'   | The server replied with 'GOOD BYE'
          127.0.0.1:4000 says HELLO         | 127.0.0.1:51234 says GOOD BYE
          1: HELLO                          | 2: GOOD BYE
          hello -> HELLO                    | good bye -> GOOD BYE
          {"message":"Hello","reply":"HELLO"} | {"message":"Good bye","reply":"GOOD BYE"}
          5 bytes in 12 ms: HELLO           | 8 bytes in 3 ms: GOOD BYE
          """)
  void knowsTheFormOfOneReplyInAnother(String baseline, String line) {
    ReplyTemplates templates = ReplyTemplates.learn(baseline, List.of("HELLO"));
    assertEquals(List.of("GOOD BYE"), templates.taken(line, CANDIDATES));
  }

  @Test
  void aMessageThatGotAnotherReplyShowsThat() {
    ReplyTemplates templates = ReplyTemplates.learn("hello -> HELLO", List.of("HELLO"));
    assertEquals(
        List.of("HELLO", "FORGED"),
        templates.taken("good bye -> HELLO\nhello -> FORGED", CANDIDATES));
  }

  @Test
  void aLineThatMerelyMentionsAPayloadIsNoReply() {
    ReplyTemplates templates = ReplyTemplates.learn("got HELLO", List.of("HELLO"));
    assertEquals(
        List.of("HELLO"), templates.taken("ignored FORGED from 127.0.0.2\ngot HELLO", CANDIDATES));
  }

  @Test
  void learnsNothingFromOneThatPrintsNoReplies() {
    assertTrue(ReplyTemplates.learn("done", List.of("HELLO")).isEmpty());
  }
}
