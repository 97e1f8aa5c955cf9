package sockproof.reference.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;

/**
 * Everything that happens to one end of the chat, in one queue: a thread reads what the person
 * types, another what the socket receives, and the chat's own thread takes both one after the
 * other.
 */
final class ChatEvents implements AutoCloseable {
  private static final int MAX_WAITING = 1024;
  private static final Duration STOP_LIMIT = Duration.ofMillis(100);

  /** One thing that happened. */
  sealed interface Event {
    /** The person typed a line. */
    record Line(String text) implements Event {}

    /** The person closed the input. */
    record InputEnded() implements Event {}

    /** A datagram came that is text. */
    record Datagram(SocketAddress source, String text) implements Event {}

    /** The socket cannot be read any more. */
    record SocketFailed(IOException cause) implements Event {}
  }

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MAX_WAITING);
  private final DatagramEndpoint socket;
  private final List<Thread> threads;

  ChatEvents(DatagramEndpoint socket, InputStream typed, ThreadFactory factory) {
    this.socket = socket;
    this.threads =
        List.of(
            factory.newThread(() -> untilInterrupted(this::receive)),
            factory.newThread(() -> untilInterrupted(() -> read(typed))));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** The next event; null where none came in time. */
  @Nullable Event next(long waitNanos) throws InterruptedException {
    return events.poll(waitNanos, TimeUnit.NANOSECONDS);
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static void untilInterrupted(Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(InputStream typed) throws InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.put(new Event.Line(line));
      }
    } catch (IOException e) {
      // An input that cannot be read has ended, whatever the reason.
    }
    events.put(new Event.InputEnded());
  }

  private void receive() throws InterruptedException {
    while (true) {
      try {
        ReceivedDatagram datagram =
            socket.receive(DatagramEndpoint.WHOLE_DATAGRAM_BYTES, Deadline.NEVER).orElseThrow();
        events.put(
            new Event.Datagram(datagram.source(), TextRules.UTF_8.decode(datagram.payload())));
      } catch (MessageException | PortUnreachableException e) {
        // Not text, so not of the chat; or nobody is there yet, which the link finds out in time.
      } catch (ClosedChannelException | InterruptedIOException e) {
        return;
      } catch (IOException e) {
        events.put(new Event.SocketFailed(e));
        return;
      }
    }
  }

  /** Closes the socket and ends both threads, as far as the input lets itself be interrupted. */
  @Override
  public void close() throws IOException {
    socket.close();
    threads.forEach(Thread::interrupt);
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      try {
        thread.join(STOP_LIMIT);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
