package sockproof.harness.exchange;

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
  private final TextRules text;
  private final Map<String, Queue<List<String>>> replies = new HashMap<>();

  Script(TextRules text, List<Step> steps) {
    this.text = text;
    for (Step step : steps) {
      if (step.say() != null) {
        replies.computeIfAbsent(step.say(), say -> new ArrayDeque<>()).add(step.replies());
      }
    }
  }

  /** The replies to a message, to be sent together. */
  synchronized List<String> repliesTo(String message) {
    Queue<List<String>> prepared = replies.get(message);
    if (prepared == null) {
      return List.of(text.uppercase(message));
    }
    return prepared.size() > 1 ? prepared.remove() : prepared.element();
  }
}
