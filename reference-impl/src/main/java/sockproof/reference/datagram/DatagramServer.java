package sockproof.reference.datagram;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;
import sockproof.reference.message.UppercaseService;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;
import sockproof.reference.net.Service;
import sockproof.reference.net.ServiceListener;
import sockproof.reference.net.ServiceListener.Client;

/** The uppercase server over UDP or Unix datagram sockets: one datagram in, one datagram out. */
public final class DatagramServer implements Service {
  private static final Duration SEND_LIMIT = Duration.ofSeconds(1);

  private final DatagramEndpoint socket;
  private final TextRules rules;
  private final UnaryOperator<String> answer;
  private final DatagramServerSteps steps;
  private final ServiceListener listener;
  private final EchoLimit echoLimit = new EchoLimit();

  private DatagramServer(
      DatagramEndpoint socket,
      TextRules rules,
      UnaryOperator<String> answer,
      DatagramServerSteps steps,
      ServiceListener listener) {
    this.socket = socket;
    this.rules = rules;
    this.answer = answer;
    this.steps = steps;
    this.listener = listener;
  }

  /**
   * Binds; nothing is answered before {@link #serve}.
   *
   * @throws sockproof.reference.net.UsageException where the address cannot be had
   */
  public static DatagramServer bind(
      SocketAddress wanted,
      TextRules rules,
      UnaryOperator<String> answer,
      DatagramServerSteps steps,
      ServiceListener listener)
      throws IOException {
    return new DatagramServer(steps.open(wanted), rules, answer, steps, listener);
  }

  @Override
  public SocketAddress address() {
    return socket.local();
  }

  @Override
  public void serve() throws IOException {
    try (this) {
      while (true) {
        ReceivedDatagram request =
            socket.receive(steps.bufferBytes(), Deadline.NEVER).orElseThrow();
        for (ReceivedDatagram next : steps.gather(request, socket)) {
          answer(next);
        }
      }
    } catch (ClosedChannelException e) {
      if (Thread.currentThread().isInterrupted()) {
        InterruptedIOException interrupted =
            new InterruptedIOException("the server was interrupted");
        interrupted.initCause(e);
        throw interrupted;
      }
    }
  }

  private void answer(ReceivedDatagram request) throws IOException {
    Client client = new Client(request.source(), 0);
    if (request.payload().length == 0) {
      steps.empty();
      listener.refused(client, request.payload(), "the datagram is empty");
      return;
    }
    try {
      String text = UppercaseService.read(request.payload(), rules);
      listener.request(client, request.payload(), text);
      byte[] reply = rules.encode(answer.apply(text));
      if (reply.length > DatagramEndpoint.MAX_PAYLOAD_BYTES) {
        throw new MessageException("the answer is longer than a datagram can be");
      }
      reply(request, client, reply);
    } catch (MessageException e) {
      listener.refused(client, request.payload(), String.valueOf(e.getMessage()));
      steps.refused(e);
      String error = UppercaseService.ERROR_PREFIX + e.getMessage();
      reply(request, client, error.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void reply(ReceivedDatagram request, Client client, byte[] reply) throws IOException {
    if (request.source() instanceof UnixDomainSocketAddress unix
        && unix.getPath().toString().isEmpty()) {
      listener.refused(client, request.payload(), "the client has no address to reply to");
      return;
    }
    if (steps.limitsEchoes()
        && Arrays.equals(reply, request.payload())
        && !echoLimit.allows(request.source(), reply, System.nanoTime())) {
      listener.refused(client, request.payload(), "the same again and again: a loop of replies");
      return;
    }
    try {
      socket.send(reply, request.source(), request.destination(), Deadline.after(SEND_LIMIT));
    } catch (InterruptedIOException | ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      listener.refused(client, request.payload(), "the reply could not be sent: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
