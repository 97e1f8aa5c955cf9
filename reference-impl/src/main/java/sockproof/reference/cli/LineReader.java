package sockproof.reference.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Reads lines on a thread of its own: a read from a terminal or a pipe cannot be interrupted, but
 * the wait for its outcome can.
 */
final class LineReader implements AutoCloseable {
  private static final int MAX_LINE_BYTES = 1 << 30;
  private static final int MAX_AHEAD = 16;

  /** What came of a read. */
  private sealed interface Outcome {
    /** A line without its end. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
    record Line(byte[] bytes) implements Outcome {}

    /** The input has ended. */
    record End() implements Outcome {}

    /** The input cannot be read. */
    record Failed(IOException cause) implements Outcome {}
  }

  private final InputStream in;
  private final BlockingQueue<Outcome> outcomes = new ArrayBlockingQueue<>(MAX_AHEAD);
  private final Thread thread;

  LineReader(InputStream in, ThreadFactory threads) {
    this.in = new BufferedInputStream(in);
    this.thread = threads.newThread(this::readAll);
    thread.start();
  }

  /** The next line without its LF or CR LF; empty at the end. */
  Optional<byte[]> next() throws IOException {
    try {
      return switch (outcomes.take()) {
        case Outcome.Line(byte[] bytes) -> Optional.of(bytes);
        case Outcome.End() -> Optional.empty();
        case Outcome.Failed(IOException cause) -> throw cause;
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted while reading");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private void readAll() {
    try {
      try {
        for (Optional<byte[]> line = readLine(); line.isPresent(); line = readLine()) {
          outcomes.put(new Outcome.Line(line.get()));
        }
        outcomes.put(new Outcome.End());
      } catch (IOException e) {
        outcomes.put(new Outcome.Failed(e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    throw new IOException("a line of standard input is longer than 1 GiB");
  }

  /** The line without the CR that some systems put before the LF. */
  private static byte[] trimmed(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    boolean cr = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return cr ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
