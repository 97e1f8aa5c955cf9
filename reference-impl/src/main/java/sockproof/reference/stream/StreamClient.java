package sockproof.reference.stream;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.DeadlineException;
import sockproof.reference.net.ExchangeException;
import sockproof.reference.net.StreamSocket;

/**
 * One connection of the uppercase client over TCP or Unix stream sockets. Messages are queued and
 * replies awaited; while it waits it sends and receives, whichever the other side allows, so that
 * two sides that both write never block each other.
 */
public final class StreamClient implements Closeable {
  private static final int READ_BYTES = 1 << 16;

  private final StreamSocket socket;
  private final StreamSettings settings;
  private final StreamSteps steps;
  private final Duration timeout;
  private final MessageDecoder decoder;
  private final OutputQueue output = new OutputQueue();
  private final Queue<byte[]> replies = new ArrayDeque<>();
  private final ByteBuffer input = ByteBuffer.allocate(READ_BYTES);
  private boolean halfClosed;

  private StreamClient(
      StreamSocket socket, StreamSettings settings, StreamSteps steps, Duration timeout) {
    this.socket = socket;
    this.settings = settings;
    this.steps = steps;
    this.timeout = timeout;
    this.decoder = steps.decoder(settings.framing(), settings.maxMessageBytes());
  }

  /**
   * Connects.
   *
   * @param timeout how long to wait for the connection and then for each reply
   * @throws ExchangeException where nobody answers or the server refuses
   */
  public static StreamClient connect(
      SocketAddress server, StreamSettings settings, StreamSteps steps, Duration timeout)
      throws IOException {
    try {
      StreamSocket socket =
          StreamSocket.connect(
              server, steps.replyDeadline(timeout), OptionalInt.empty(), OptionalInt.empty());
      return new StreamClient(socket, settings, steps, timeout);
    } catch (InterruptedIOException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      ExchangeException failure =
          new ExchangeException(
              "cannot connect to " + Addresses.show(server) + ": " + e.getMessage(), e);
      steps.failed(failure);
      throw failure;
    }
  }

  /**
   * Queues one message; {@link #awaitReply} sends it.
   *
   * @throws MessageException where the charset or the framing cannot carry it
   */
  public void queue(String message) throws MessageException {
    byte[] bytes = settings.text().encode(message);
    if (bytes.length > settings.maxMessageBytes()) {
      throw new MessageException(
          "the message has "
              + bytes.length
              + " bytes and the longest allowed is "
              + settings.maxMessageBytes());
    }
    output.add(steps.encode(settings.framing(), bytes));
  }

  /**
   * Waits for the next whole reply.
   *
   * @throws DeadlineException where it did not come in time
   * @throws ExchangeException where the connection ended first, or the reply is no text of the
   *     charset; a part of a reply is never taken for the whole
   */
  public String awaitReply() throws IOException {
    Deadline deadline = steps.replyDeadline(timeout);
    try {
      while (replies.isEmpty()) {
        exchangeSome(deadline);
      }
      return settings.text().decode(replies.remove());
    } catch (ExchangeException e) {
      steps.failed(e);
      throw e;
    } catch (MessageException e) {
      ExchangeException failure =
          new ExchangeException("bad reply from " + shownServer() + ": " + e.getMessage(), e);
      steps.failed(failure);
      throw failure;
    }
  }

  private void exchangeSome(Deadline deadline) throws IOException, MessageException {
    int wanted = send();
    int ready = deadline.isOver() ? 0 : socket.await(wanted, deadline);
    if (ready == 0) {
      throw new DeadlineException(
          "no whole reply from " + shownServer() + " before the deadline" + heldShown());
    }
    if ((ready & StreamSocket.READ) != 0) {
      receive();
    }
  }

  /** Sends what the kernel takes now and says what to wait for next. */
  private int send() throws IOException {
    try {
      output.flush(socket, steps);
      if (output.isEmpty() && !halfClosed && settings.framing() instanceof Framing.Eof) {
        halfClosed = true;
        socket.halfClose();
      }
    } catch (InterruptedIOException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw broken(e);
    }
    if (output.isEmpty()) {
      return StreamSocket.READ;
    }
    return StreamSocket.WRITE | (steps.readsWhileWriting() ? StreamSocket.READ : 0);
  }

  private void receive() throws IOException, MessageException {
    int count;
    try {
      count = steps.read(socket, input.clear());
    } catch (InterruptedIOException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      throw broken(e);
    }
    if (count > 0) {
      decoder.received(input.flip(), replies::add);
    } else if (count < 0) {
      inputEnded();
    }
  }

  private void inputEnded() throws IOException, MessageException {
    if (replies.isEmpty()) {
      steps.endOfInput(socket);
    }
    decoder.ended(replies::add);
    if (replies.isEmpty()) {
      throw new ExchangeException(shownServer() + " closed the connection before it replied");
    }
  }

  private ExchangeException broken(IOException error) throws IOException {
    steps.broken(error);
    return new ExchangeException(
        "the connection to " + shownServer() + " broke: " + error.getMessage(), error);
  }

  private String heldShown() {
    return decoder.heldBytes() == 0 ? "" : "; only " + decoder.heldBytes() + " bytes of it came";
  }

  private String shownServer() {
    return Addresses.show(socket.peer());
  }

  /** The address of this side. */
  public SocketAddress local() throws IOException {
    return socket.local();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
