package sockproof.harness.debug;

import java.util.function.Consumer;

/** A question in the terminal, and the answer as it is typed. */
final class TerminalPrompt {
  private final String question;
  private final StringBuilder answer;
  private final Consumer<String> then;

  /**
   * A question.
   *
   * @param suggested the answer that stands there already
   * @param then what is done with the answer
   */
  TerminalPrompt(String question, String suggested, Consumer<String> then) {
    this.question = question;
    this.answer = new StringBuilder(suggested);
    this.then = then;
  }

  /** The question and the answer so far. */
  String line() {
    return question + " " + answer;
  }

  /**
   * Takes a key.
   *
   * @return true when the question is over, answered or not
   */
  boolean key(TerminalKey key) {
    switch (key.name()) {
      case CHARACTER -> answer.appendCodePoint(key.character());
      case BACKSPACE -> {
        if (!answer.isEmpty()) {
          answer.setLength(answer.offsetByCodePoints(answer.length(), -1));
        }
      }
      default -> {
        return key.name() == TerminalKey.Name.ENTER || key.name() == TerminalKey.Name.ESCAPE;
      }
    }
    return false;
  }

  /** Does what was asked for. */
  void answered() {
    then.accept(answer.toString());
  }
}
