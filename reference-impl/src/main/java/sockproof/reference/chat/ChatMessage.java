package sockproof.reference.chat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the chat's ends tell each other: a word, a name and a text. A word that has no name or text
 * has {@code -} and nothing in their place.
 */
record ChatMessage(Word word, String name, String text) {
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}]{1,32}");
  private static final String NO_NAME = "-";

  /** The words; the first three are a client's, the others the server's. */
  enum Word {
    /** Asks to take part under the name. */
    JOIN,
    /** Says the text to all others. */
    SAY,
    /** Takes part no more. */
    LEAVE,
    /** Takes the client in; the text has the names of the others. */
    WELCOME,
    /** Does not take the client in; the text says why. */
    REFUSED,
    /** Somebody of that name said the text. */
    SAID,
    /** Somebody of that name takes part now. */
    JOINED,
    /** Somebody of that name takes part no more. */
    LEFT,
    /** The chat is over. */
    CLOSED
  }

  static ChatMessage of(Word word) {
    return new ChatMessage(word, NO_NAME, "");
  }

  static ChatMessage named(Word word, String name) {
    return new ChatMessage(word, name, "");
  }

  static ChatMessage text(Word word, String text) {
    return new ChatMessage(word, NO_NAME, text);
  }

  /** Whether people can be called so: 1 to 32 characters, none of them a space. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(NO_NAME);
  }

  String encode() {
    return word.name().toLowerCase(Locale.ROOT) + " " + name + " " + text;
  }

  /** Empty for what is no message of the chat. */
  static Optional<ChatMessage> decode(String encoded) {
    String[] parts = encoded.split(" ", 3);
    if (parts.length < 3) {
      return Optional.empty();
    }
    return List.of(Word.values()).stream()
        .filter(word -> word.name().toLowerCase(Locale.ROOT).equals(parts[0]))
        .findFirst()
        .map(word -> new ChatMessage(word, parts[1], parts[2]));
  }
}
