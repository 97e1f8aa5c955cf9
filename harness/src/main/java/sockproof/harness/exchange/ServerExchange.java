package sockproof.harness.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Target;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.Relay;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.Deadline;

/**
 * Runs a server under test: the subject itself, a relay before it, then the clients of the
 * dialogue, and at the end a fresh client that asks whether it still answers.
 */
final class ServerExchange {
  private static final Duration STARTUP = Duration.ofSeconds(20);
  private static final Duration REACTION = Duration.ofMillis(100);
  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PROBE = Duration.ofSeconds(2);

  private final Workspace workspace;
  private final SubjectLauncher launcher;
  private final Subject subject;
  private final Exchange exchange;

  ServerExchange(
      Workspace workspace, SubjectLauncher launcher, Subject subject, Exchange exchange) {
    this.workspace = workspace;
    this.launcher = launcher;
    this.subject = subject;
    this.exchange = exchange;
  }

  Evidence.OfServer run() throws IOException, InterruptedException, MessageException {
    Path directory = workspace.newCaseDirectory();
    Endpoint address = ServerAddresses.choose(exchange, directory);
    long startNanos = System.nanoTime();
    try (RunningSubject running = start(address)) {
      ServerAddresses.awaitReady(address, running, STARTUP);
      int socketsBefore = running.heldSockets();
      Endpoint spokenTo = ServerAddresses.spokenTo(exchange, address);
      List<StepResult> steps;
      long overNanos;
      Relay relay = Relays.start(exchange, spokenTo, directory, "a");
      try {
        Conversation conversation = new Conversation(exchange, relay, running, spokenTo);
        steps = conversation.carryOut();
        overNanos = conversation.overNanos();
      } finally {
        relay.close();
      }
      long loopDatagrams = exchange.peer().mirror() ? loop(running, spokenTo, directory) : 0;
      int socketsLeft = 0;
      if (exchange.dialogue().stream().anyMatch(step -> step.then() == Step.Then.RESET)) {
        awaitReaction(running);
        socketsLeft = socketsLeft(running, socketsBefore);
      }
      boolean answers = running.ending().isEmpty() && probe(spokenTo);
      SubjectEvidence evidence = SubjectEvidence.of(running, startNanos, exchange.watchCpu());
      return new Evidence.OfServer(
          evidence,
          Map.of("a", relay.history()),
          overNanos,
          steps,
          answers,
          loopDatagrams,
          socketsLeft);
    }
  }

  private RunningSubject start(Endpoint address) {
    Target target =
        new Target(
            List.of(ServerAddresses.boundTo(exchange, address)),
            exchange.network(),
            exchange.framing(),
            exchange.text(),
            List.of());
    RunningSubject running = launcher.launch(subject, target);
    running.endInput();
    return running;
  }

  /**
   * A server that dies of a reset does so a moment after it: when it has had a core, and has
   * nothing more to do. One that goes on and on is not waited for.
   */
  private static void awaitReaction(RunningSubject running) throws InterruptedException {
    running.awaitEndFairly(REACTION);
    long endNanos = System.nanoTime() + BUSY.toNanos();
    boolean ended = false;
    while (!ended && running.isRunnable() && System.nanoTime() < endNanos) {
      ended = running.awaitEnd(LOOK);
    }
  }

  /** Waits until the server has closed what the reset ended, within the deadline of the case. */
  private int socketsLeft(RunningSubject running, int socketsBefore) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + exchange.deadline().toNanos();
    int left = running.heldSockets() - socketsBefore;
    while (left > 0 && System.nanoTime() < deadlineNanos && !running.awaitEnd(LOOK)) {
      left = running.heldSockets() - socketsBefore;
    }
    return Math.max(left, 0);
  }

  /** Sets the server and a second instance of it at each other, and counts what they say. */
  private long loop(RunningSubject server, Endpoint first, Path directory)
      throws IOException, InterruptedException {
    Endpoint second = ServerAddresses.choose(exchange, directory.resolve("mirror"));
    try (RunningSubject mirror = start(second)) {
      ServerAddresses.awaitReady(second, mirror, STARTUP);
      return LoopProbe.count(
          first, second, exchange, () -> server.starvedNanos() + mirror.starvedNanos());
    }
  }

  /** Asks the server directly, past the relay, as a fresh client. */
  private boolean probe(Endpoint address) throws MessageException {
    String question = Texts.plainMessage(exchange.framing());
    String answer = Texts.plainReply(exchange.framing());
    Deadline deadline = Deadline.after(PROBE);
    try (Driver client = Driver.open(address, exchange, deadline)) {
      return client.carryOut(Step.of(question, answer)).replies().equals(List.of(answer));
    } catch (IOException e) {
      return false;
    }
  }
}
