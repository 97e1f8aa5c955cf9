package sockproof.harness.exchange;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import sockproof.harness.process.Ending;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Target;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.trace.History;

/**
 * Runs a program under test with a real program on the other side: a client with the server that it
 * is made for, or a server with a client that drives it. The relay between them knows nothing of
 * what they say. Safe for use by several threads.
 */
public final class RealPeers implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(10);
  private static final Duration REACTION = Duration.ofMillis(100);

  private final Workspace workspace;
  private final SubjectLauncher launcher;
  private final Subject subject;
  private final Other other;
  private final Queue<Server> idle = new ConcurrentLinkedQueue<>();
  private boolean closed;

  /** Who is on the other side. */
  public sealed interface Other {
    /** The server that a client under test talks to. */
    record Upstream(Endpoint endpoint) implements Other {}

    /** The client that drives a server under test. */
    record Driver(Subject client) implements Other {}
  }

  /**
   * What one run showed.
   *
   * @param client the client's side: the program under test, or the driver
   * @param server the server under test; empty where a client is
   * @param isUsed whether that server had served other runs before
   */
  public record Seen(Evidence.OfClient client, Optional<SubjectEvidence> server, boolean isUsed) {}

  /** A server under test that is running. */
  private record Server(Endpoint address, RunningSubject running, long startNanos) {}

  /** A program under test with who is on the other side. */
  public RealPeers(Workspace workspace, Subject subject, Other other) {
    this.workspace = workspace;
    this.launcher = new SubjectLauncher(workspace);
    this.subject = subject;
    this.other = other;
  }

  /**
   * Runs both once, with a relay between them. A step of another client than the first is a
   * connection to the server under test that stays silent throughout.
   *
   * @param mayBeUsed whether a server under test may be one that served other runs, all of which
   *     went well: starting one often takes longer than the run itself
   * @throws IOException where Sockproof's own side could not be set up
   * @throws SubjectNotReadyException where a server under test did not begin to listen
   */
  public Seen run(Exchange exchange, boolean mayBeUsed) throws IOException, InterruptedException {
    Path directory = workspace.newCaseDirectory();
    return switch (other) {
      case Other.Upstream(Endpoint upstream) ->
          new Seen(client(subject, exchange, upstream, directory), Optional.empty(), false);
      case Other.Driver(Subject client) -> server(client, exchange, directory, mayBeUsed);
    };
  }

  private Evidence.OfClient client(
      Subject program, Exchange exchange, Endpoint upstream, Path directory)
      throws InterruptedException {
    Relay relay = Relays.startBlind(exchange, upstream, directory);
    try {
      long startNanos = System.nanoTime();
      Target target = target(exchange, relay.listenEndpoint());
      try (RunningSubject running = launcher.launch(program, target)) {
        if (!program.takesMessageAsArgument()) {
          exchange.messages().forEach(message -> running.write(message + "\n"));
        }
        running.endInput();
        running.awaitEnd(exchange.deadline());
        SubjectEvidence evidence = SubjectEvidence.ofClient(running, startNanos);
        History history = soFar(relay.history());
        return new Evidence.OfClient(evidence, Map.of("a", history), Map.of(), false);
      }
    } finally {
      relay.close();
    }
  }

  /** What comes when a program has to be ended is none of its doing. */
  private static History soFar(History history) {
    History copy = new History();
    history.replay(copy);
    return copy;
  }

  private static Target target(Exchange exchange, Endpoint endpoint) {
    return new Target(
        List.of(endpoint),
        exchange.network(),
        exchange.framing(),
        exchange.text(),
        exchange.messages());
  }

  private Seen server(Subject driver, Exchange exchange, Path directory, boolean mayBeUsed)
      throws IOException, InterruptedException {
    Server used = mayBeUsed ? idle.poll() : null;
    Server server = used != null ? used : start(exchange, directory);
    List<SocketChannel> silent = new ArrayList<>();
    boolean goesOn = false;
    try {
      for (Step step : exchange.dialogue()) {
        if (step.client() > 1) {
          silent.add(SocketChannel.open(SocketAddresses.of(server.address())));
        }
      }
      Evidence.OfClient client = client(driver, exchange, server.address(), directory);
      boolean fine = client.subject().ending().map(Ending::isSuccess).orElse(false);
      if (!fine) {
        // A server that dies of what it got does so a moment after its client sees it.
        server.running().awaitEnd(REACTION);
      }
      SubjectEvidence evidence =
          SubjectEvidence.of(server.running(), server.startNanos(), exchange.watchCpu());
      goesOn = fine && mayBeUsed && evidence.ending().isEmpty() && !evidence.isSpinning();
      return new Seen(client, Optional.of(evidence), used != null);
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
      if (!goesOn || !keep(server)) {
        server.running().close();
      }
    }
  }

  private Server start(Exchange exchange, Path directory) throws IOException, InterruptedException {
    Endpoint address = ServerAddresses.choose(exchange, directory);
    long startNanos = System.nanoTime();
    RunningSubject running = launcher.launch(subject, target(exchange, address));
    boolean ready = false;
    try {
      running.endInput();
      ServerAddresses.awaitReady(address, running, STARTUP);
      ready = true;
      return new Server(address, running, startNanos);
    } finally {
      if (!ready) {
        running.close();
      }
    }
  }

  /** Keeps a server for another run; false after the end. */
  private synchronized boolean keep(Server server) {
    return !closed && idle.add(server);
  }

  /** Ends the servers that were kept. */
  @Override
  public synchronized void close() {
    closed = true;
    for (Server server = idle.poll(); server != null; server = idle.poll()) {
      server.running().close();
    }
  }
}
