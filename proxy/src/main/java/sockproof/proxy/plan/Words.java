package sockproof.proxy.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns words into the parts of a message. */
public final class Words {
  private static final int NEAR = 2;

  private Words() {}

  /** The end of a sentence about an unknown word: the nearest known one, then all of them. */
  static String suggest(String word, Collection<String> known) {
    if (known.isEmpty()) {
      return "; no keys are known here.";
    }
    String nearest = nearest(word, known).map(near -> "; did you mean `" + near + "`?").orElse(".");
    return nearest + " Known: " + String.join(", ", known) + ".";
  }

  /** The known word that is at most two edits away, if any. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= NEAR)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** Names as they are written in a text to be substituted. */
  static String dollars(Collection<String> names) {
    return names.stream().sorted().map(name -> "$" + name).collect(Collectors.joining(", "));
  }

  /** The word for an enum constant: {@code OTHER_PORT} is {@code other-port}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Words as choices: {@code a, b or c}. */
  static String choices(Collection<String> words) {
    String joined = String.join(", ", words);
    int last = joined.lastIndexOf(", ");
    return last < 0 ? joined : joined.substring(0, last) + " or " + joined.substring(last + 2);
  }

  /** How many letters must be changed, added or left out (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
