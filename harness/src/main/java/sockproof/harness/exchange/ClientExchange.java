package sockproof.harness.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Target;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.SocketTable;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.trace.History;

/** Runs a client under test: Sockproof's servers, a relay before each, then the subject itself. */
final class ClientExchange {
  private final Workspace workspace;
  private final SubjectLauncher launcher;
  private final Subject subject;
  private final Exchange exchange;

  ClientExchange(
      Workspace workspace, SubjectLauncher launcher, Subject subject, Exchange exchange) {
    this.workspace = workspace;
    this.launcher = launcher;
    this.subject = subject;
    this.exchange = exchange;
  }

  Evidence.OfClient run() throws IOException, InterruptedException {
    Path directory = workspace.newCaseDirectory();
    Map<String, Peer> peers = new TreeMap<>();
    Map<String, Relay> relays = new TreeMap<>();
    AtomicBoolean connected = new AtomicBoolean();
    try {
      for (Map.Entry<String, List<Step>> server : exchange.byServer().entrySet()) {
        Peer peer = Peer.start(exchange, server.getValue(), directory);
        peers.put(server.getKey(), peer);
        String name = server.getKey();
        Relay relay =
            subject.takesHost()
                ? Relays.startAnywhere(exchange, peer.endpoint(), directory, name)
                : Relays.start(exchange, peer.endpoint(), directory, name);
        relays.put(server.getKey(), relay);
        peer.beforeFirstReply(() -> connected.compareAndSet(false, isConnectedTo(relay)));
      }
      SubjectEvidence evidence = runSubject(relays, peers);
      Map<String, History> histories = new TreeMap<>();
      relays.forEach((name, relay) -> histories.put(name, relay.history()));
      Map<String, List<String>> requests = new TreeMap<>();
      peers.forEach((name, peer) -> requests.put(name, peer.requests()));
      return new Evidence.OfClient(evidence, histories, requests, connected.get());
    } finally {
      relays.values().forEach(Relay::close);
      for (Peer peer : peers.values()) {
        peer.close();
      }
    }
  }

  /** Nobody but the subject knows the relay's port, so any socket connected to it is its. */
  private static boolean isConnectedTo(Relay relay) {
    try {
      return switch (relay.listenEndpoint()) {
        case Endpoint.Udp(String host, int port) -> SocketTable.isUdpConnectedTo(port);
        case Endpoint.UnixDatagram(Path path) -> SocketTable.isUnixDatagramConnectedTo(path);
        case Endpoint.Tcp _, Endpoint.Unix _ -> false;
      };
    } catch (KernelException e) {
      return false; // a kernel without socket diagnostics: behaviour alone has to tell
    }
  }

  private SubjectEvidence runSubject(Map<String, Relay> relays, Map<String, Peer> peers)
      throws InterruptedException {
    List<Endpoint> endpoints = relays.values().stream().map(Relay::listenEndpoint).toList();
    List<String> messages = exchange.messages();
    Target target =
        new Target(endpoints, exchange.network(), exchange.framing(), exchange.text(), messages);
    String stray = exchange.peer().stray();
    long startNanos = System.nanoTime();
    // Whose socket is whose can only be told between processes.
    try (RunningSubject running =
        stray.isEmpty()
            ? launcher.launch(subject, target)
            : launcher.launchProcess(subject, target)) {
      if (stray.isEmpty()) {
        giveMessages(running);
      } else {
        giveMessagesAndStray(running, endpoints, peers);
      }
      running.awaitEndFairly(exchange.deadline());
      return SubjectEvidence.ofClient(running, startNanos);
    }
  }

  private void giveMessages(RunningSubject running) {
    if (!subject.takesMessageAsArgument()) {
      exchange.messages().forEach(message -> running.write(message + "\n"));
    }
    running.endInput();
  }

  private void giveMessagesAndStray(
      RunningSubject running, List<Endpoint> servers, Map<String, Peer> peers)
      throws InterruptedException {
    int messages = exchange.messages().size();
    BooleanSupplier asked =
        () -> peers.values().stream().mapToInt(peer -> peer.requests().size()).sum() >= messages;
    String stray = exchange.peer().stray();
    try (StrayBeforeConnect search =
        new StrayBeforeConnect(running, servers, asked, messages, stray, exchange.deadline())) {
      search.whileItStarts();
      giveMessages(running);
      search.whileItWorks();
    }
  }
}
