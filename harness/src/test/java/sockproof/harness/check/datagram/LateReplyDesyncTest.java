package sockproof.harness.check.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.harness.check.Behaviour;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situations;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.judge.Verdict;
import sockproof.harness.process.Ending;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** What counts as a late reply taken for the next one, by what was asked and what was taken. */
class LateReplyDesyncTest {
  @ParameterizedTest
  @CsvSource({
    // the first message was given up, and the late reply was ignored
    "FIRST_REPLY, abc, BC, 0, false",
    "EACH_TRY, aaabc, BC, 1, false",
    // it was given up, and the late reply was taken for the second's
    "FIRST_REPLY, abc, AB, 0, true",
    "EACH_TRY, aaabc, AB, 1, true",
    // it was asked again and answered
    "FIRST_REPLY, aabc, ABC, 0, false",
    // it was asked again and answered, and the late reply was taken for the second's
    "FIRST_REPLY, aabc, AAB, 0, true",
    "FIRST_REPLY, aabc, AACB, 0, true",
    // it was given up, and asked again and answered at last
    "EACH_TRY, aaabca, BCA, 1, false",
    "EACH_TRY, aaabca, BCAA, 1, false",
    // it ended with an error, before or after it had taken some
    "FIRST_REPLY, a, '', 1, false",
    "EACH_TRY, aaa, '', 1, false",
    "FIRST_REPLY, aa, A, 1, false",
    "FIRST_REPLY, ab, A, 1, true",
    "EACH_TRY, aab, A, 1, true",
    // it shows replies as they come, and so shifts none
    "FIRST_REPLY, abc, ABC, 0, false",
    "EACH_TRY, aabc, ABC, 0, false",
  })
  void countsOnlyShiftedReplies(
      PeerSettings.Holding holding, String asked, String taken, int status, boolean shown) {
    assertEquals(shown, new LateReplyDesync().shows(trial(holding, asked, taken, status)));
  }

  /** It asks again, and gives a message up where none of its tries is answered. */
  @ParameterizedTest
  @CsvSource({"AB, FAIL", "BC, PASS"})
  void afterItsTriesWereAnsweredNoneIs(String takenWithoutAnswer, Verdict verdict)
      throws Exception {
    Situations clients = Situations.clients("udp");
    Lab lab =
        Situations.lab(
            clients.of(),
            exchange ->
                exchange.peer().holding() == PeerSettings.Holding.EACH_TRY
                    ? trial(exchange.peer().holding(), "aaabc", takenWithoutAnswer, 1)
                    : trial(exchange.peer().holding(), "aabc", "ABC", 0));
    assertEquals(verdict, new LateReplyDesync().examine(lab).verdict());
  }

  private static Trial trial(PeerSettings.Holding holding, String asked, String taken, int status) {
    Exchange exchange =
        new Exchange(
            Role.CLIENT,
            Network.parse("udp", 4),
            new Framing.Line(),
            TextRules.ASCII,
            Conversations.asking(List.of("a", "b", "c"), TextRules.ASCII),
            Plan.empty(),
            PeerSettings.holding(holding),
            false,
            Duration.ofSeconds(5),
            1);
    SubjectEvidence subject =
        new SubjectEvidence(Optional.of(new Ending.Exited(status)), "", "", 0, 0, 0);
    Evidence evidence = new Evidence.OfClient(subject, Map.of(), Map.of("a", letters(asked)), true);
    boolean intact = status == 0 && taken.equals("ABC");
    Kind kind = intact ? Kind.INTACT : status == 0 ? Kind.WRONG : Kind.ERROR;
    return new Trial(exchange, evidence, new Behaviour(kind, letters(taken), ""));
  }

  private static List<String> letters(String text) {
    List<String> letters = new ArrayList<>();
    text.chars().forEach(letter -> letters.add(Character.toString(letter)));
    return letters;
  }
}
