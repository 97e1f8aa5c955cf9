package sockproof.reference.peer;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.SendAll;
import sockproof.reference.net.StreamSocket;

/**
 * A stream client that a harness drives step by step against a server under test. Text stands for
 * bytes as in ISO 8859-1, so that every byte can be said. No step waits longer than it is told; the
 * steps that read do not throw when the other side misbehaves, but say what it did.
 */
public final class UppercaseClient implements Closeable {
  /** The longest reply that is put together: 64 MiB. */
  private static final int MAX_REPLY_BYTES = 64 << 20;

  private static final int READ_BYTES = 1 << 16;

  private final StreamSocket socket;
  private final Framing framing;
  private final MessageDecoder decoder;
  private final Queue<byte[]> replies = new ArrayDeque<>();
  private final ByteBuffer input = ByteBuffer.allocate(READ_BYTES);
  private final ByteArrayOutputStream incomplete = new ByteArrayOutputStream();

  private UppercaseClient(StreamSocket socket, Framing framing) {
    this.socket = socket;
    this.framing = framing;
    this.decoder = framing.decoder(MAX_REPLY_BYTES);
  }

  /** Connects with socket buffers of the system's sizes. */
  public static UppercaseClient connect(SocketAddress server, Framing framing, Duration timeout)
      throws IOException {
    return connect(server, framing, timeout, OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Connects.
   *
   * @param sendBufferBytes SO_SNDBUF, where a particular one is wanted
   * @param receiveBufferBytes SO_RCVBUF, likewise; a small one makes the server's sends partial
   */
  public static UppercaseClient connect(
      SocketAddress server,
      Framing framing,
      Duration timeout,
      OptionalInt sendBufferBytes,
      OptionalInt receiveBufferBytes)
      throws IOException {
    Deadline deadline = Deadline.after(timeout);
    return new UppercaseClient(
        StreamSocket.connect(server, deadline, sendBufferBytes, receiveBufferBytes), framing);
  }

  /** The address of this side. */
  public SocketAddress local() throws IOException {
    return socket.local();
  }

  /**
   * Sends exactly these bytes.
   *
   * @throws sockproof.reference.net.DeadlineException where the other side did not take them in
   *     time
   * @throws IOException where it reset the connection
   */
  public void sendRaw(byte[] bytes, Duration timeout) throws IOException {
    SendAll.send(socket, ByteBuffer.wrap(bytes), Deadline.after(timeout));
  }

  /** Sends as many of the bytes as the kernel takes without waiting, and says how many. */
  public int sendSome(byte[] bytes) throws IOException {
    return socket.write(ByteBuffer.wrap(bytes));
  }

  /** Sends one message in the framing; {@code eof} needs {@link #halfClose} after it. */
  public void send(String message, Duration timeout) throws IOException, MessageException {
    sendRaw(framing.encode(message.getBytes(StandardCharsets.ISO_8859_1)), timeout);
  }

  /** Sends FIN; reading goes on. */
  public void halfClose() throws IOException {
    socket.halfClose();
  }

  /** Resets the connection (RST). */
  public void reset() throws IOException {
    socket.reset();
  }

  /** Waits for the next whole reply. With {@code eof} it is whole when FIN has come. */
  public ReadResult readReply(Duration timeout) throws IOException {
    Deadline deadline = Deadline.after(timeout);
    try {
      while (replies.isEmpty()) {
        Optional<ReadResult.How> end = receive(deadline);
        if (end.isPresent()) {
          return endOr(end.get());
        }
        ByteBuffer piece = input.duplicate();
        decoder.received(input, replies::add);
        keepTail(piece);
      }
    } catch (MessageException e) {
      throw new IOException(e.getMessage(), e);
    }
    return new ReadResult.Message(text(replies.remove()));
  }

  private ReadResult endOr(ReadResult.How end) throws MessageException {
    if (end == ReadResult.How.FIN && framing instanceof Framing.Eof) {
      decoder.ended(replies::add);
      incomplete.reset();
      return new ReadResult.Message(text(replies.remove()));
    }
    return new ReadResult.Ended(end, text(incomplete.toByteArray()));
  }

  /** Keeps the raw bytes of the message that is not complete yet. */
  private void keepTail(ByteBuffer piece) {
    int held = decoder.heldBytes();
    if (held <= piece.remaining()) {
      incomplete.reset();
      piece.position(piece.limit() - held);
    }
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    incomplete.writeBytes(bytes);
  }

  /**
   * Reads whatever comes, raw, until the other side ends the connection or the time is over. What
   * came before and was not returned yet stands first.
   */
  public ReadResult.Ended readToEnd(Duration timeout) throws IOException {
    Deadline deadline = Deadline.after(timeout);
    StringBuilder all = new StringBuilder();
    try {
      while (!replies.isEmpty()) {
        all.append(text(framing.encode(replies.remove())));
      }
    } catch (MessageException e) {
      throw new AssertionError("what was decoded can be encoded", e);
    }
    all.append(text(incomplete.toByteArray()));
    incomplete.reset();
    while (true) {
      Optional<ReadResult.How> end = receive(deadline);
      if (end.isPresent()) {
        return new ReadResult.Ended(end.get(), all.toString());
      }
      all.append(StandardCharsets.ISO_8859_1.decode(input));
    }
  }

  /** Fills the input buffer with what comes next, or says why nothing does. */
  private Optional<ReadResult.How> receive(Deadline deadline) throws IOException {
    while (true) {
      int count;
      try {
        count = socket.read(input.clear());
      } catch (InterruptedIOException | ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        return Optional.of(ReadResult.How.RESET);
      }
      input.flip();
      if (count != 0) {
        return count < 0 ? Optional.of(ReadResult.How.FIN) : Optional.empty();
      }
      if (deadline.isOver() || socket.await(StreamSocket.READ, deadline) == 0) {
        return Optional.of(ReadResult.How.TIMEOUT);
      }
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
