package sockproof.reference.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.UsageException;

/** The messages that a client sends. */
final class MessageOptions {
  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "A message; repeatable. Default: one message a line from standard input.")
  private final List<String> messages = new ArrayList<>();

  /** Gives the messages one after the other. */
  interface Source extends AutoCloseable {
    /** The next one; empty after the last. */
    Optional<String> next() throws IOException;

    @Override
    default void close() {}
  }

  /** The messages from the command line, or those that standard input will have. */
  Source source(RoleIo io, TextRules rules) {
    if (messages.isEmpty()) {
      return new LineSource(io, rules);
    }
    if (messages.contains("")) {
      throw new UsageException("--message is empty; give it a text");
    }
    Iterator<String> iterator = messages.iterator();
    return () -> iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
  }

  private static final class LineSource implements Source {
    private final RoleIo io;
    private final TextRules rules;
    private final LineReader reader;
    private int lineNumber;

    LineSource(RoleIo io, TextRules rules) {
      this.io = io;
      this.rules = rules;
      this.reader = new LineReader(io.in(), io.threads());
    }

    @Override
    public Optional<String> next() throws IOException {
      while (true) {
        if (io.terminal()) {
          io.err().print("message (Ctrl-D ends): ");
          io.err().flush();
        }
        Optional<byte[]> line = reader.next();
        lineNumber++;
        if (line.isEmpty() || line.get().length > 0) {
          return line.map(this::text);
        }
      }
    }

    private String text(byte[] line) {
      try {
        return rules.decode(line);
      } catch (MessageException e) {
        throw new UsageException(
            "standard input, line " + lineNumber + ": " + e.getMessage() + "; see --charset", e);
      }
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
