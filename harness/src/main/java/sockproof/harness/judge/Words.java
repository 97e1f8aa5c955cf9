package sockproof.harness.judge;

import java.util.List;
import java.util.stream.Collectors;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.proxy.core.Bytes;

/** Evidence in words: short, quoted and with control characters escaped. */
public final class Words {
  private static final int HEAD_CHARACTERS = 160;
  private static final int REPLIES_SHOWN = 4;

  private Words() {}

  /** A text in quotes, cut where it is long. */
  public static String head(String text) {
    String stripped = text.strip();
    if (stripped.length() <= HEAD_CHARACTERS) {
      return Bytes.utf8(stripped).toString();
    }
    return Bytes.utf8(stripped.substring(0, HEAD_CHARACTERS))
        + "… ("
        + stripped.length()
        + " characters)";
  }

  /** What came of one step with a server under test. */
  public static String result(StepResult result) {
    String how =
        switch (result.end()) {
          case ANSWERED -> "";
          case FIN -> ", then FIN";
          case RESET -> ", then RST";
          case TIMEOUT -> ", then nothing before the deadline";
          case NO_CONNECTION -> ", no connection";
        };
    String partial = result.partial().isEmpty() ? "" : " (" + result.partial() + ")";
    return quoted(result.replies()) + how + partial;
  }

  /** Some replies in quotes. */
  public static String quoted(List<String> replies) {
    if (replies.isEmpty()) {
      return "nothing";
    }
    String shown =
        replies.stream().limit(REPLIES_SHOWN).map(Words::head).collect(Collectors.joining(", "));
    return replies.size() <= REPLIES_SHOWN
        ? shown
        : shown + " and " + (replies.size() - REPLIES_SHOWN) + " more";
  }
}
