package sockproof.harness.exchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import sockproof.harness.exchange.Evidence.End;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.StreamSocket;

/**
 * One client connection with which a server under test is driven. Where replies are expected it
 * sends and reads at the same time, so that it is not the side that blocks; it never waits beyond
 * the deadline.
 */
final class StreamDriver implements Driver {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  /** Where the path is meant to be narrow, our own buffers must not widen it again. */
  private static final int NARROW_BYTES = 16 * 1024;

  private final StreamSocket socket;
  private final Framing framing;
  private final TextRules text;
  private final MessageDecoder decoder;
  private final boolean writesFirst;
  private final Deadline deadline;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private final List<byte[]> unclaimed = new ArrayList<>();
  private ByteBuffer toSend = ByteBuffer.allocate(0);
  private boolean halfClosePending;
  private long sentBytes;
  private End end = End.ANSWERED;
  private String partial = "";
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private StreamDriver(StreamSocket socket, Exchange exchange, Deadline deadline) {
    this.socket = socket;
    this.framing = exchange.framing();
    this.text = exchange.text();
    this.decoder = framing.decoder(MAX_MESSAGE_BYTES);
    this.writesFirst = exchange.peer().manner() == PeerSettings.Manner.WRITING_FIRST;
    this.deadline = deadline;
  }

  static StreamDriver connect(java.net.SocketAddress server, Exchange exchange, Deadline deadline)
      throws IOException {
    StreamSocket socket =
        StreamSocket.connect(
            server,
            deadline,
            narrow(exchange, Direction.TO_SERVER),
            narrow(exchange, Direction.TO_CLIENT));
    return new StreamDriver(socket, exchange, deadline);
  }

  private static OptionalInt narrow(Exchange exchange, Direction direction) {
    boolean narrow = exchange.plan().receiveBufferBytes(direction).isPresent();
    return narrow && !exchange.network().isUnix()
        ? OptionalInt.of(NARROW_BYTES)
        : OptionalInt.empty();
  }

  @Override
  public StepResult carryOut(Step step) throws IOException, MessageException {
    if (step.say() != null) {
      queue(framing.encode(text.encode(step.say())));
    }
    queue(step.raw().toArray());
    boolean closesFirst =
        switch (step.then()) {
          case HALF_CLOSE, HALF_CLOSE_AND_READ_TO_END -> true;
          case NOTHING, READ_TO_END, CLOSE -> framing instanceof Framing.Eof && !step.isSilent();
          // A reset behind an end would find the message complete.
          case RESET -> framing instanceof Framing.Eof && !step.replies().isEmpty();
        };
    halfClosePending |= closesFirst;
    boolean toTheEnd =
        step.then() == Step.Then.READ_TO_END || step.then() == Step.Then.HALF_CLOSE_AND_READ_TO_END;
    transfer(toTheEnd ? Integer.MAX_VALUE : step.replies().size());
    List<String> replies = claim(toTheEnd ? unclaimed.size() : step.replies().size());
    switch (step.then()) {
      case CLOSE -> socket.close();
      case RESET -> socket.reset();
      case NOTHING, HALF_CLOSE, READ_TO_END, HALF_CLOSE_AND_READ_TO_END -> {
        // The connection stays for the next step of this client.
      }
    }
    return new StepResult(step, replies, partial, end);
  }

  private void queue(byte[] bytes) {
    toSend = ByteBuffer.allocate(toSend.remaining() + bytes.length).put(toSend).put(bytes).flip();
  }

  /**
   * Sends what is queued and reads until so many messages are there, or the end, or the deadline.
   */
  private void transfer(int wantedMessages) throws IOException, MessageException {
    while (end == End.ANSWERED
        && (toSend.hasRemaining() || halfClosePending || unclaimed.size() < wantedMessages)) {
      try {
        if (!toSend.hasRemaining() && halfClosePending) {
          socket.halfClose();
          halfClosePending = false;
          continue;
        }
        // A step without replies does not read at all: so a server's own writing is put to the
        // test.
        boolean wantsToRead =
            toSend.hasRemaining()
                ? wantedMessages > 0 && !writesFirst
                : unclaimed.size() < wantedMessages;
        int wanted =
            (wantsToRead ? StreamSocket.READ : 0)
                | (toSend.hasRemaining() ? StreamSocket.WRITE : 0);
        int ready = socket.await(wanted, deadline);
        if (ready == 0) {
          end = End.TIMEOUT;
          return;
        }
        if ((ready & StreamSocket.WRITE) != 0) {
          sentBytes += socket.write(toSend);
        }
        if ((ready & StreamSocket.READ) != 0) {
          readOnce();
        }
      } catch (IOException e) {
        // ECONNRESET or EPIPE: in both cases the server has ended the connection abnormally.
        end = End.RESET;
      }
    }
  }

  private void readOnce() throws IOException {
    int count = socket.read(buffer.clear());
    try {
      if (count < 0) {
        end = End.FIN;
        decoder.ended(unclaimed::add);
      } else {
        received.write(buffer.array(), 0, count);
        decoder.received(buffer.flip(), unclaimed::add);
      }
    } catch (MessageException e) {
      partial = e.getMessage() + ": " + Bytes.of(tail());
      end = count < 0 ? End.FIN : End.RESET;
    }
  }

  /** The bytes behind the last whole message. */
  private byte[] tail() {
    byte[] all = received.toByteArray();
    int from = Math.max(all.length - Math.max(decoder.heldBytes(), 1), 0);
    return Arrays.copyOfRange(all, from, all.length);
  }

  private List<String> claim(int count) {
    List<String> claimed = new ArrayList<>();
    while (claimed.size() < count && !unclaimed.isEmpty()) {
      byte[] message = unclaimed.removeFirst();
      String decoded;
      try {
        decoded = text.decode(message);
      } catch (MessageException e) {
        decoded = new String(message, StandardCharsets.ISO_8859_1);
      }
      claimed.add(decoded);
    }
    return claimed;
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
