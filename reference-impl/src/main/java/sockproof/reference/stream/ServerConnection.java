package sockproof.reference.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.UppercaseService;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ServiceListener;
import sockproof.reference.net.ServiceListener.Client;
import sockproof.reference.net.ServiceListener.Ending;
import sockproof.reference.net.StreamSocket;

/**
 * One client of a stream server, from accept() to close(). Reads while it writes, so that a client
 * that sends everything before it reads anything is served too, as far as the bound on waiting
 * replies allows.
 */
final class ServerConnection {
  /** Replies waiting beyond this stop the reading until the client has taken some. */
  private static final long MAX_WAITING_BYTES = 16 << 20;

  private static final int READ_BYTES = 1 << 16;
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(10);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(2);

  private final StreamSocket socket;
  private final StreamSettings settings;
  private final StreamSteps steps;
  private final ServiceListener listener;
  private final Client client;
  private final MessageDecoder decoder;
  private final OutputQueue output = new OutputQueue();
  private final ByteBuffer input = ByteBuffer.allocate(READ_BYTES);
  private boolean inputEnded;
  private boolean cutShort;
  private boolean discarding;

  ServerConnection(
      StreamSocket socket,
      StreamSettings settings,
      StreamSteps steps,
      ServiceListener listener,
      Client client) {
    this.socket = socket;
    this.settings = settings;
    this.steps = steps;
    this.listener = listener;
    this.client = client;
    this.decoder = steps.decoder(settings.framing(), settings.maxMessageBytes());
  }

  /** Serves until the client is done; the socket is closed afterwards. */
  Ending serve() throws IOException {
    try (socket) {
      Ending ending = exchange();
      switch (ending) {
        case FIN, CUT_SHORT -> {
          steps.endOfInput(socket);
          steps.close(socket, decoder.heldBytes());
        }
        case REFUSED -> closeAfterDraining();
        default -> socket.close();
      }
      return ending;
    }
  }

  int heldBytes() {
    return decoder.heldBytes();
  }

  private Ending exchange() throws IOException {
    while (true) {
      output.flush(socket, steps);
      if (output.isEmpty() && discarding) {
        return Ending.REFUSED;
      }
      if (output.isEmpty() && inputEnded) {
        return cutShort ? Ending.CUT_SHORT : Ending.FIN;
      }
      int wanted = (output.isEmpty() ? 0 : StreamSocket.WRITE) | (reads() ? StreamSocket.READ : 0);
      int ready = socket.await(wanted, Deadline.after(IDLE_LIMIT));
      if (ready == 0) {
        return Ending.IDLE;
      }
      if ((ready & StreamSocket.READ) != 0) {
        readOnce();
      }
    }
  }

  private boolean reads() {
    return !inputEnded
        && (output.isEmpty()
            || (steps.readsWhileWriting() && output.sizeBytes() < MAX_WAITING_BYTES));
  }

  private void readOnce() throws IOException {
    int count = steps.read(socket, input.clear());
    inputEnded = count < 0;
    if (discarding || count == 0) {
      return;
    }
    try {
      if (inputEnded) {
        decoder.ended(this::answer);
      } else {
        decoder.received(input.flip(), this::answer);
      }
    } catch (MessageException e) {
      if (inputEnded) {
        cutShort = true;
      } else {
        discarding = true;
        refuse(new byte[0], e);
      }
    }
  }

  private void answer(byte[] request) {
    try {
      String text = UppercaseService.read(request, settings.text());
      listener.request(client, request, text);
      byte[] reply = settings.text().encode(settings.answer().apply(text));
      output.add(steps.encode(settings.framing(), reply));
    } catch (MessageException e) {
      refuse(request, e);
    }
  }

  private void refuse(byte[] request, MessageException why) {
    listener.refused(client, request, String.valueOf(why.getMessage()));
    steps.refused(why);
    try {
      byte[] error = UppercaseService.errorReply(why, settings.framing());
      output.add(settings.framing().encode(error));
    } catch (MessageException e) {
      throw new AssertionError("every framing carries an error reply", e);
    }
  }

  /**
   * Closes without an RST, which could overtake the reply: close() with unread input resets the
   * connection (RFC 9293, section 3.10.4), so the rest is read first, for a bounded time.
   */
  private void closeAfterDraining() throws IOException {
    socket.halfClose();
    Deadline deadline = Deadline.after(DRAIN_LIMIT);
    while (!inputEnded && socket.await(StreamSocket.READ, deadline) != 0) {
      inputEnded = socket.read(input.clear()) < 0;
    }
    socket.close();
  }
}
