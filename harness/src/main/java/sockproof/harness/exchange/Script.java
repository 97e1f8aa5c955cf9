package sockproof.harness.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import sockproof.reference.message.TextRules;

/**
 * What Sockproof's own server answers: for each message of the dialogue the replies that it names,
 * for any other message its uppercase form. A message that is sent again gets its answer again.
 */
final class Script {
  /**
   * An answer.
   *
   * @param replies what is sent, together
   * @param delay how long after the request
   */
  record Answer(List<String> replies, Duration delay) {}

  private final TextRules text;
  private final Map<String, Queue<Answer>> answers = new HashMap<>();

  Script(TextRules text, List<Step> steps) {
    this.text = text;
    for (Step step : steps) {
      if (step.say() != null) {
        answers
            .computeIfAbsent(step.say(), say -> new ArrayDeque<>())
            .add(new Answer(step.replies(), step.delay()));
      }
    }
  }

  /** The answer to a message. */
  synchronized Answer answerTo(String message) {
    Queue<Answer> prepared = answers.get(message);
    if (prepared == null) {
      return new Answer(List.of(text.uppercase(message)), Duration.ZERO);
    }
    return prepared.size() > 1 ? prepared.remove() : prepared.element();
  }
}
