package sockproof.harness.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Target;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.HoldDesk;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceSink;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.Deadline;

/**
 * An exchange whose connections are held and released by hand: nobody hurries the subject, and
 * nobody judges it.
 */
public final class HeldExchange implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(10);

  /** A session that waits for its user is not idle. */
  public static final Duration SESSION_IDLE = Duration.ofDays(1);

  private final Exchange exchange;
  private final RunningSubject subject;
  private final Relay relay;
  private final @Nullable Peer peer;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());
  private volatile @Nullable Driver driver;

  private HeldExchange(
      Exchange exchange, RunningSubject subject, Relay relay, @Nullable Peer peer) {
    this.exchange = exchange;
    this.subject = subject;
    this.relay = relay;
    this.peer = peer;
  }

  /**
   * Starts Sockproof's own side, a relay that holds, and the subject.
   *
   * @param desk told of the connections
   * @param trace told of what happens in the relay
   * @throws IOException where Sockproof's own side could not be set up
   * @throws SubjectNotReadyException where a server under test did not listen
   * @throws sockproof.harness.process.SpawnException where the subject could not be started
   */
  public static HeldExchange start(
      Workspace workspace,
      SubjectLauncher launcher,
      Subject subject,
      Exchange exchange,
      HoldDesk desk,
      TraceSink trace)
      throws IOException, InterruptedException {
    Path directory = workspace.newCaseDirectory();
    return switch (exchange.underTest()) {
      case CLIENT -> startClient(launcher, subject, exchange, desk, trace, directory);
      case SERVER -> startServer(launcher, subject, exchange, desk, trace, directory);
    };
  }

  private static HeldExchange startClient(
      SubjectLauncher launcher,
      Subject subject,
      Exchange exchange,
      HoldDesk desk,
      TraceSink trace,
      Path directory)
      throws IOException {
    Peer peer = Peer.start(exchange, exchange.dialogue(), directory);
    Relay relay = null;
    boolean started = false;
    try {
      relay = relay(exchange, peer.endpoint(), desk, trace, directory);
      List<String> messages = exchange.messages();
      RunningSubject running =
          launcher.launch(subject, target(exchange, relay.listenEndpoint(), messages));
      if (!subject.takesMessageAsArgument()) {
        messages.forEach(message -> running.write(message + "\n"));
      }
      running.endInput();
      started = true;
      return new HeldExchange(exchange, running, relay, peer);
    } finally {
      if (!started) {
        if (relay != null) {
          relay.close();
        }
        peer.close();
      }
    }
  }

  private static HeldExchange startServer(
      SubjectLauncher launcher,
      Subject subject,
      Exchange exchange,
      HoldDesk desk,
      TraceSink trace,
      Path directory)
      throws IOException, InterruptedException {
    Endpoint address = ServerAddresses.choose(exchange, directory);
    RunningSubject running = launcher.launch(subject, target(exchange, address, List.of()));
    boolean started = false;
    try {
      running.endInput();
      ServerAddresses.awaitReady(address, running, STARTUP);
      Relay relay = relay(exchange, address, desk, trace, directory);
      HeldExchange held = new HeldExchange(exchange, running, relay, null);
      Thread.ofVirtual().start(held::drive);
      started = true;
      return held;
    } finally {
      if (!started) {
        running.close();
      }
    }
  }

  private static Target target(Exchange exchange, Endpoint endpoint, List<String> messages) {
    return new Target(
        List.of(endpoint), exchange.network(), exchange.framing(), exchange.text(), messages);
  }

  private static Relay relay(
      Exchange exchange, Endpoint upstream, HoldDesk desk, TraceSink trace, Path directory) {
    Endpoint listen = Relays.listen(exchange.network(), directory, "a");
    RelayConfig config =
        RelayConfig.between(listen, upstream)
            .withFraming(sockproof.proxy.core.Framing.parse(exchange.framing().word()))
            .withSessionIdle(SESSION_IDLE)
            .withTrace(trace);
    return Relay.startHeld(config, desk);
  }

  /** Sockproof's own client: says each message when the replies to the last one are there. */
  private void drive() {
    try (Driver client = Driver.open(relay.listenEndpoint(), exchange, Deadline.NEVER)) {
      driver = client;
      for (Step step : exchange.dialogue()) {
        said.add("said " + quoted(String.valueOf(step.say())));
        Evidence.StepResult result = client.carryOut(step);
        said.add(
            result.end() == Evidence.End.ANSWERED
                ? "got "
                    + String.join(
                        ", ", result.replies().stream().map(HeldExchange::quoted).toList())
                : "got no whole reply: " + result.end() + " " + result.partial());
        if (result.end() != Evidence.End.ANSWERED) {
          return;
        }
      }
    } catch (IOException | MessageException e) {
      said.add("the connection ended: " + e.getMessage());
    }
  }

  private static String quoted(String text) {
    return Bytes.utf8(text).toString();
  }

  /** The program under test. */
  public RunningSubject subject() {
    return subject;
  }

  /** The relay that holds. */
  public Relay relay() {
    return relay;
  }

  /** What Sockproof's own side has seen, a line each. */
  public List<String> peerLines() {
    if (peer != null) {
      return peer.requests().stream().map(request -> "got " + quoted(request)).toList();
    }
    synchronized (said) {
      return List.copyOf(said);
    }
  }

  @Override
  public void close() throws IOException {
    subject.close();
    relay.close();
    Driver open = driver;
    if (open != null) {
      open.close();
    }
    if (peer != null) {
      peer.close();
    }
  }
}
