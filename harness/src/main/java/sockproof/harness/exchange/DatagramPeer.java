package sockproof.harness.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;
import sockproof.reference.net.DatagramEndpoint;
import sockproof.reference.net.Datagrams;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ReceivedDatagram;

/** Sockproof's own uppercase server on UDP or a Unix datagram socket, for a client under test. */
final class DatagramPeer implements Peer {
  private final DatagramEndpoint socket;
  private final TextRules text;
  private final Script script;
  private final PeerSettings.Holding holding;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean closed;
  private volatile @Nullable Runnable beforeFirstReply;
  private final List<Held> held = new ArrayList<>();

  /** A try of the first request, whose reply is held back. */
  private record Held(String request, Script.Answer answer, SocketAddress client) {}

  private DatagramPeer(DatagramEndpoint socket, Exchange exchange, List<Step> steps) {
    this.socket = socket;
    this.text = exchange.text();
    this.script = new Script(text, steps);
    this.holding = exchange.peer().holding();
  }

  static DatagramPeer start(Exchange exchange, List<Step> steps, Path directory)
      throws IOException {
    SocketAddress wanted =
        exchange.network().isUnix()
            ? UnixDomainSocketAddress.of(
                directory.resolve("peer-" + steps.getFirst().server() + ".sock"))
            : new InetSocketAddress(InetAddress.getByName(exchange.network().loopback()), 0);
    DatagramPeer peer = new DatagramPeer(Datagrams.plainServer(wanted), exchange, steps);
    Thread.ofPlatform().daemon().name("datagram-peer").start(peer::serve);
    return peer;
  }

  @Override
  public Endpoint endpoint() {
    return SocketAddresses.datagram(socket.local());
  }

  @Override
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void beforeFirstReply(Runnable look) {
    beforeFirstReply = look;
  }

  private void serve() {
    while (!closed) {
      try {
        Optional<ReceivedDatagram> datagram =
            socket.receive(DatagramEndpoint.WHOLE_DATAGRAM_BYTES, Deadline.NEVER);
        if (datagram.isPresent()) {
          answer(datagram.get());
        }
      } catch (PortUnreachableException e) {
        requests.add("the client's port was closed");
      } catch (IOException e) {
        if (!closed) {
          requests.add("cannot go on: " + e.getMessage());
        }
        return;
      }
    }
  }

  private void answer(ReceivedDatagram datagram) throws IOException {
    Runnable look = beforeFirstReply;
    if (look != null) {
      beforeFirstReply = null;
      look.run();
    }
    try {
      String request = text.decode(datagram.payload());
      boolean isFirst = requests.isEmpty();
      requests.add(request);
      Script.Answer answer = script.answerTo(request);
      if (isHeld(request, isFirst)) {
        held.add(new Held(request, answer, datagram.source()));
        return;
      }
      if (!held.isEmpty() && !held.getFirst().request.equals(request)) {
        for (Held late : held) {
          send(late.answer.replies(), late.client);
        }
        held.clear();
      }
      if (answer.delay().isZero()) {
        send(answer.replies(), datagram.source());
      } else {
        CompletableFuture.delayedExecutor(answer.delay().toNanos(), TimeUnit.NANOSECONDS)
            .execute(() -> sendLate(answer.replies(), datagram.source()));
      }
    } catch (MessageException e) {
      requests.add("broken message: " + e.getMessage());
    }
  }

  private boolean isHeld(String request, boolean isFirst) {
    return switch (holding) {
      case NONE -> false;
      case FIRST_REPLY -> isFirst;
      case EACH_TRY -> isFirst || (!held.isEmpty() && held.getFirst().request.equals(request));
    };
  }

  private void send(List<String> replies, SocketAddress to) throws IOException, MessageException {
    for (String reply : replies) {
      socket.send(text.encode(reply), to, Deadline.NEVER);
    }
  }

  private void sendLate(List<String> replies, SocketAddress to) {
    try {
      if (!closed) {
        send(replies, to);
      }
    } catch (IOException | MessageException e) {
      requests.add("a late reply could not be sent: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    socket.close();
  }
}
