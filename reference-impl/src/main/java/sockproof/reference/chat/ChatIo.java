package sockproof.reference.chat;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.ThreadFactory;
import sockproof.reference.message.Printable;

/**
 * The person at one end of the chat.
 *
 * @param typed what they type, a line at a time, UTF-8
 * @param shown what they are shown
 * @param notes what goes wrong
 * @param threads makes the threads that read
 * @param terminal whether a person really sits there
 */
public record ChatIo(
    InputStream typed,
    PrintStream shown,
    PrintStream notes,
    ThreadFactory threads,
    boolean terminal) {

  void show(String line) {
    shown.println(Printable.escape(line));
    shown.flush();
  }

  void note(String line) {
    notes.println(Printable.escape(line));
    notes.flush();
  }
}
