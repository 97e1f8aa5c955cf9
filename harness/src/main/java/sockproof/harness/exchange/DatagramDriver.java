package sockproof.harness.exchange;

import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sockproof.harness.exchange.Evidence.End;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;

/**
 * One datagram client with which a server under test is driven. It takes datagrams from anyone, so
 * that a reply from a wrong address is seen and told apart.
 */
final class DatagramDriver implements Driver {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final DatagramEndpoint socket;
  private final SocketAddress server;
  private final TextRules text;
  private final Deadline deadline;
  private BooleanSupplier pointless = () -> false;
  private long sentBytes;

  private DatagramDriver(
      DatagramEndpoint socket, SocketAddress server, TextRules text, Deadline deadline) {
    this.socket = socket;
    this.server = server;
    this.text = text;
    this.deadline = deadline;
  }

  static DatagramDriver open(SocketAddress server, Exchange exchange, Deadline deadline)
      throws IOException {
    return new DatagramDriver(Datagrams.client(server), server, exchange.text(), deadline);
  }

  @Override
  public StepResult carryOut(Step step) throws IOException, MessageException {
    if (step.say() != null) {
      send(text.encode(step.say()));
    }
    if (!step.raw().isEmpty()) {
      send(step.raw().toArray());
    }
    List<String> replies = new ArrayList<>();
    while (replies.size() < step.replies().size()) {
      Optional<ReceivedDatagram> datagram;
      try {
        datagram = receive();
      } catch (PortUnreachableException e) {
        return new StepResult(step, replies, "port unreachable", End.NO_CONNECTION);
      }
      if (datagram.isEmpty()) {
        return new StepResult(step, replies, "", End.TIMEOUT);
      }
      if (!datagram.get().source().equals(server)) {
        String stranger = Addresses.show(datagram.get().source());
        return new StepResult(
            step, replies, "a reply came from " + stranger + " instead", End.ANSWERED);
      }
      replies.add(decoded(datagram.get().payload()));
    }
    return new StepResult(step, replies, "", End.ANSWERED);
  }

  private Optional<ReceivedDatagram> receive() throws IOException {
    Optional<ReceivedDatagram> datagram = Optional.empty();
    while (datagram.isEmpty() && !deadline.isOver() && !pointless.getAsBoolean()) {
      Deadline look = Deadline.after(LOOK).earlier(deadline);
      datagram = socket.receive(DatagramEndpoint.WHOLE_DATAGRAM_BYTES, look);
    }
    return datagram;
  }

  @Override
  public void waitOnlyUntil(BooleanSupplier end) {
    pointless = end;
  }

  private void send(byte[] payload) throws IOException {
    socket.send(payload, server, deadline);
    sentBytes += payload.length;
  }

  @Override
  public long sentBytes() {
    return sentBytes;
  }

  private String decoded(byte[] payload) {
    try {
      return text.decode(payload);
    } catch (MessageException e) {
      return new String(payload, StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
