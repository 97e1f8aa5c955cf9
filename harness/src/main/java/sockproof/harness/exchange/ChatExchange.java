package sockproof.harness.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sockproof.harness.process.InJvmSubject;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Target;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.Relay;

/**
 * Runs a chat: a server, a relay before it, and as many people as the lines name, who speak in
 * turn. The subject is the server or the people's client; the other side is the reference.
 */
final class ChatExchange {
  private static final Duration STARTUP = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(2);
  private static final Pattern LISTENING = Pattern.compile("Listening at (\\S+):(\\d+)");

  private final Workspace workspace;
  private final SubjectLauncher launcher;
  private final Subject subject;
  private final Exchange exchange;

  ChatExchange(Workspace workspace, SubjectLauncher launcher, Subject subject, Exchange exchange) {
    this.workspace = workspace;
    this.launcher = launcher;
    this.subject = subject;
    this.exchange = exchange;
  }

  Evidence.OfClient run() throws IOException, InterruptedException {
    Path directory = workspace.newCaseDirectory();
    long startNanos = System.nanoTime();
    boolean serverUnderTest = exchange.underTest() == Role.SERVER;
    Endpoint address = ServerAddresses.choose(exchange, directory);
    try (RunningSubject server = serverUnderTest ? launch(address, "") : referenceServer()) {
      if (serverUnderTest) {
        ServerAddresses.awaitReady(address, server, STARTUP);
      } else {
        address = listeningAddress(server);
      }
      Relay relay = Relays.start(exchange, address, directory, "a");
      List<RunningSubject> people = new ArrayList<>();
      try {
        int count = exchange.dialogue().stream().mapToInt(Step::client).max().orElse(1);
        for (int i = 1; i <= count; i++) {
          people.add(person(serverUnderTest, relay.listenEndpoint(), i));
        }
        talk(people);
        RunningSubject judged = serverUnderTest ? server : people.getFirst();
        SubjectEvidence evidence = SubjectEvidence.of(judged, startNanos, false);
        return new Evidence.OfClient(evidence, Map.of("a", relay.history()), heard(people), false);
      } finally {
        people.forEach(RunningSubject::close);
        relay.close();
      }
    }
  }

  private RunningSubject referenceServer() {
    return InJvmSubject.start(
        List.of("chat-server", "--host", exchange.network().loopback(), "--port", "0"));
  }

  private static Endpoint listeningAddress(RunningSubject server) throws InterruptedException {
    if (!await(server, () -> LISTENING.matcher(server.stdout()).find(), STARTUP)) {
      throw new SubjectNotReadyException("the chat server did not say where it listens");
    }
    Matcher matcher = LISTENING.matcher(server.stdout());
    if (!matcher.find()) {
      throw new AssertionError("found a moment ago");
    }
    String host = matcher.group(1).replaceAll("[\\[\\]]", "");
    return new Endpoint.Udp(host, Integer.parseInt(matcher.group(2)));
  }

  private RunningSubject person(boolean reference, Endpoint.Udp relay, int number) {
    String name = name(number);
    return reference
        ? InJvmSubject.start(
            List.of("chat-client", relay.host(), Integer.toString(relay.port()), "--name", name))
        : launch(relay, name);
  }

  private RunningSubject person(boolean reference, Endpoint relay, int number) {
    if (!(relay instanceof Endpoint.Udp udp)) {
      throw new IllegalArgumentException("the chat is for udp");
    }
    return person(reference, udp, number);
  }

  private RunningSubject launch(Endpoint endpoint, String name) {
    Target target =
        new Target(
            List.of(endpoint), exchange.network(), exchange.framing(), exchange.text(), List.of());
    return launcher.launch(subject, target.named(name));
  }

  /** What a person is called; people are numbered from 1. */
  static String name(int number) {
    return "person-" + number;
  }

  private void talk(List<RunningSubject> people) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + exchange.deadline().toNanos();
    for (int i = 0; i < people.size(); i++) {
      int self = i;
      RunningSubject person = people.get(i);
      await(person, () -> knowsOthers(person, self + 1, people.size()), left(deadlineNanos));
    }
    for (Step step : exchange.dialogue()) {
      String line = String.valueOf(step.say());
      RunningSubject speaker = people.get(step.client() - 1);
      speaker.write(line + "\n");
      for (int i = 0; i < people.size(); i++) {
        RunningSubject listener = people.get(i);
        if (i != step.client() - 1) {
          await(listener, () -> listener.stdout().contains(line), left(deadlineNanos));
        }
      }
    }
    people.forEach(RunningSubject::endInput);
    for (RunningSubject person : people) {
      person.awaitEnd(left(deadlineNanos));
    }
  }

  private static boolean knowsOthers(RunningSubject person, int self, int count) {
    String shown = person.stdout();
    for (int number = 1; number <= count; number++) {
      if (number != self && !shown.contains(name(number))) {
        return false;
      }
    }
    return true;
  }

  private static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(deadlineNanos - System.nanoTime(), 0));
  }

  /** Waits for a condition while the subject runs. */
  private static boolean await(RunningSubject subject, BooleanSupplier condition, Duration limit)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= deadlineNanos || subject.awaitEnd(POLL)) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  private static Map<String, List<String>> heard(List<RunningSubject> people) {
    Map<String, List<String>> heard = new TreeMap<>();
    for (int i = 0; i < people.size(); i++) {
      heard.put(name(i + 1), people.get(i).stdout().lines().toList());
    }
    return heard;
  }
}
