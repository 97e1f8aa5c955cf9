package sockproof.reference.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
  private static final int MAX_LINE_BYTES = 1 << 30;

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "A message; repeatable. Default: one message a line from standard input.")
  private final List<String> messages = new ArrayList<>();

  /** Gives the messages one after the other. */
  interface Source {
    /** The next one; empty after the last. */
    Optional<String> next() throws IOException;
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
    private final InputStream in;
    private final TextRules rules;
    private int lineNumber;

    LineSource(RoleIo io, TextRules rules) {
      this.io = io;
      this.in = io.terminal() ? io.in() : new java.io.BufferedInputStream(io.in());
      this.rules = rules;
    }

    @Override
    public Optional<String> next() throws IOException {
      while (true) {
        if (io.terminal()) {
          io.err().print("message (end with Ctrl-D): ");
          io.err().flush();
        }
        Optional<byte[]> line = readLine();
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

    private Optional<byte[]> readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (line.size() < MAX_LINE_BYTES) {
        int next = in.read();
        if (next == '\n' || next < 0) {
          return next < 0 && line.size() == 0 ? Optional.empty() : Optional.of(trimmed(line));
        }
        line.write(next);
      }
      throw new UsageException(
          "standard input, line " + (lineNumber + 1) + ": the line is too long");
    }

    /** The line without the CR that some systems put before the LF. */
    private static byte[] trimmed(ByteArrayOutputStream line) {
      byte[] bytes = line.toByteArray();
      boolean cr = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
      return cr ? java.util.Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }
  }
}
