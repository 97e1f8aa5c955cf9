package sockproof.harness.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sockproof.harness.exchange.Evidence.End;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.Relay;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.Deadline;

/** Drives a server under test through a dialogue, with as many clients as it names. */
final class Conversation {
  private final Exchange exchange;
  private final Relay relay;
  private final RunningSubject server;
  private final Endpoint address;
  private final Map<Integer, Driver> clients = new HashMap<>();
  private final List<StepResult> results = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private long overNanos;
  private int connections;
  private long sentByOthers;

  Conversation(Exchange exchange, Relay relay, RunningSubject server, Endpoint address) {
    this.exchange = exchange;
    this.relay = relay;
    this.server = server;
    this.address = address;
  }

  /** Carries out every step, within the deadline of the case; afterwards no client is left. */
  List<StepResult> carryOut() throws IOException, MessageException {
    Deadline deadline = Deadline.after(exchange.deadline());
    try {
      for (Step step : exchange.dialogue()) {
        try {
          carryOut(step, deadline);
        } catch (IOException e) {
          results.add(new StepResult(step, List.of(), "", End.NO_CONNECTION));
        }
        boolean perMessage = exchange.framing() instanceof Framing.Eof && !step.isSilent();
        if (perMessage || step.then() == Step.Then.CLOSE || step.then() == Step.Then.RESET) {
          Driver over = clients.remove(step.client());
          if (over != null) {
            sentByOthers += over.sentBytes();
            over.close();
          }
        }
      }
    } finally {
      overNanos = System.nanoTime() - startNanos;
      server.thaw();
      for (Driver client : clients.values()) {
        client.close();
      }
      if (exchange.network().isStream()) {
        Arrival.awaitEnds(relay.history());
      }
    }
    return results;
  }

  /** After how long nothing more was said or awaited, in nanoseconds. */
  long overNanos() {
    return overNanos;
  }

  private void carryOut(Step step, Deadline deadline) throws IOException, MessageException {
    if (isStopped()) {
      server.freeze();
    }
    Driver client = clients.get(step.client());
    if (client == null) {
      client = Driver.open(relay.listenEndpoint(), exchange, deadline);
      connections++;
      client.waitOnlyUntil(() -> server.ending().isPresent());
      clients.put(step.client(), client);
    }
    boolean thawsMeanwhile = isStopped() && step.isReadFrom();
    StepResult result = thawsMeanwhile ? carryOutStopped(step, client) : client.carryOut(step);
    results.add(result);
    if (step.isSilent()) {
      Arrival.awaitConnections(relay.history(), connections);
    } else if (step.replies().isEmpty() && result.end() == End.ANSWERED) {
      Arrival.await(relay.history(), sentBytes());
    }
    if (step.then() == Step.Then.RESET) {
      awaitGone();
    }
  }

  /** Waits until the server can know that a client is gone. */
  private void awaitGone() {
    if (!exchange.network().isUnix()) {
      Arrival.awaitReset(relay.history());
      if (isStopped() && address instanceof Endpoint.Tcp(String host, int port)) {
        // The relay has sent it, and a busy kernel may take it in later.
        Arrival.awaitConnectionsLeft(port, clients.size() - 1);
      }
      return;
    }
    // A Unix socket has no reset. What closes both ways reaches the relay as an end, and the relay
    // would take answers until it finds that it cannot hand them on.
    Arrival.await(relay.history(), sentBytes(), 1);
    if (isStopped()) {
      relay.close();
    }
  }

  /**
   * The server runs again when all of the step, and an end behind it, lies in its kernel buffer.
   */
  private StepResult carryOutStopped(Step step, Driver client)
      throws IOException, MessageException {
    long bytes = sentBytes() + wireBytes(step);
    boolean ends =
        step.then() == Step.Then.HALF_CLOSE
            || step.then() == Step.Then.HALF_CLOSE_AND_READ_TO_END
            || exchange.framing() instanceof Framing.Eof;
    long fins = Arrival.deliveredEnds(relay.history()) + (ends ? 1 : 0);
    Thread thawing =
        Thread.ofVirtual()
            .start(
                () -> {
                  Arrival.await(relay.history(), bytes, fins);
                  server.thaw();
                });
    try {
      return client.carryOut(step);
    } finally {
      join(thawing);
    }
  }

  /** The thread waits for a bounded time only. */
  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopped() {
    return exchange.peer().manner() == PeerSettings.Manner.WHILE_STOPPED;
  }

  private long wireBytes(Step step) throws MessageException {
    byte[] said =
        step.say() == null
            ? new byte[0]
            : exchange.framing().encode(exchange.text().encode(step.say()));
    return (long) said.length + step.raw().length();
  }

  private long sentBytes() {
    return sentByOthers + clients.values().stream().mapToLong(Driver::sentBytes).sum();
  }
}
