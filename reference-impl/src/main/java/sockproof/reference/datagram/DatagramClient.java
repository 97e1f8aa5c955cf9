package sockproof.reference.datagram;

import java.io.Closeable;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.DeadlineException;
import sockproof.reference.net.ExchangeException;
import sockproof.reference.net.ReceivedDatagram;

/**
 * The uppercase client over UDP or Unix datagram sockets, in its three kinds. A message goes to all
 * servers at once and to each again until it has answered; the next message goes out when all have.
 *
 * <p>Each message has a socket, and so a port, of its own: a datagram carries nothing that says
 * which message it answers, and a client in general cannot know the answer beforehand.
 */
public final class DatagramClient implements Closeable {
  /** Hears what comes. */
  public interface Listener {
    /** A reply that was taken. */
    void reply(SocketAddress server, String text) throws IOException;

    /** A datagram from an address that nothing was expected from. */
    default void ignored(SocketAddress source, String text) {}
  }

  private final List<SocketAddress> servers;
  private final Filtering filtering;
  private final TextRules rules;
  private final Duration timeout;
  private final int retries;
  private final DatagramClientSteps steps;
  private final Listener listener;
  private DatagramEndpoint socket;
  private boolean socketUsed;
  private boolean timedOut;

  /**
   * Opens the first socket.
   *
   * @param servers one, or for {@link Filtering#ADDRESS_MATCH} several, all of one family
   * @param timeout how long to wait for the replies to one message, in all
   * @param retries how often the same datagram is sent again within that time
   */
  public DatagramClient(
      List<SocketAddress> servers,
      Filtering filtering,
      TextRules rules,
      Duration timeout,
      int retries,
      DatagramClientSteps steps,
      Listener listener)
      throws IOException {
    this.servers = List.copyOf(servers);
    this.filtering = filtering;
    this.rules = rules;
    this.timeout = timeout;
    this.retries = retries;
    this.steps = steps;
    this.listener = listener;
    this.socket = steps.open(servers.getFirst(), filtering);
  }

  /**
   * Sends one message and waits for the reply of each server.
   *
   * @throws MessageException where the message is not of the charset or longer than a datagram
   * @throws DeadlineException where a reply is missing when the time is over
   * @throws ExchangeException where a reply is no text of the charset
   */
  public void exchange(String message) throws IOException, MessageException {
    byte[] request = rules.encode(message);
    if (request.length > DatagramEndpoint.MAX_PAYLOAD_BYTES) {
      throw new MessageException(
          "the message has "
              + request.length
              + " bytes and a datagram carries "
              + DatagramEndpoint.MAX_PAYLOAD_BYTES);
    }
    prepareSocket();
    Set<SocketAddress> pending = new LinkedHashSet<>(servers);
    int missing = servers.size();
    timedOut = false;
    Optional<PortUnreachableException> unreachable = Optional.empty();
    for (Deadline deadline : steps.deadlines(timeout, retries)) {
      for (SocketAddress server : pending) {
        send(request, server, deadline);
      }
      while (missing > 0 && !deadline.isOver()) {
        try {
          Optional<ReceivedDatagram> received = socket.receive(steps.bufferBytes(), deadline);
          if (received.isEmpty()) {
            break;
          }
          missing -= take(received.get(), pending) ? 1 : 0;
        } catch (PortUnreachableException e) {
          steps.unreachable(e);
          unreachable = Optional.of(e);
        }
      }
      if (missing == 0) {
        return;
      }
      timedOut = true;
    }
    throw missing(pending, unreachable.isPresent());
  }

  private void prepareSocket() throws IOException {
    if (socketUsed && !steps.keepsSocket(timedOut)) {
      // The new one is opened first, so that it cannot be given the old one's port.
      DatagramEndpoint next = steps.open(servers.getFirst(), filtering);
      socket.close();
      socket = next;
      socketUsed = false;
    }
    if (!socketUsed) {
      socket = steps.beforeSending(socket, servers.getFirst());
      socketUsed = true;
    }
  }

  private void send(byte[] request, SocketAddress server, Deadline deadline) throws IOException {
    try {
      socket.send(request, server, deadline);
    } catch (PortUnreachableException e) {
      steps.unreachable(e);
      sendAgain(request, server, deadline);
    }
  }

  /** The error told of an earlier datagram, and the kernel has not sent this one. */
  private void sendAgain(byte[] request, SocketAddress server, Deadline deadline)
      throws IOException {
    try {
      socket.send(request, server, deadline);
    } catch (PortUnreachableException e) {
      steps.unreachable(e);
    }
  }

  /** Whether the datagram is a reply. */
  private boolean take(ReceivedDatagram received, Set<SocketAddress> pending) throws IOException {
    if (!steps.takes(received)) {
      return false;
    }
    SocketAddress source = received.source();
    if (filtering == Filtering.ADDRESS_MATCH && !steps.isExpected(source, pending)) {
      listener.ignored(source, new String(received.payload(), StandardCharsets.ISO_8859_1));
      steps.stray(source);
      return false;
    }
    if (received.payload().length == 0) {
      steps.empty();
      return false;
    }
    try {
      listener.reply(source, rules.decode(received.payload()));
    } catch (MessageException e) {
      throw new ExchangeException(
          "bad reply from " + Addresses.show(source) + ": " + e.getMessage(), e);
    }
    steps.answered(source, pending);
    return true;
  }

  private DeadlineException missing(Set<SocketAddress> pending, boolean unreachable) {
    String shown = pending.stream().map(Addresses::show).collect(Collectors.joining(", "));
    String tries = retries == 0 ? "one try" : (retries + 1) + " tries";
    return new DeadlineException(
        "no reply from "
            + shown
            + " after "
            + tries
            + " in "
            + timeout.toMillis()
            + " ms"
            + (unreachable ? "; nobody is at that port" : ""));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
