package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Network;

/**
 * {@code source-unchecked}, {@code port-unchecked} and {@code host-unchecked}: every reply comes
 * from a stranger in the place of the server, with the server's own words; who then has the right
 * output took it from anybody. POSIX recvfrom(): a socket that is not connected takes datagrams
 * from anywhere.
 */
final class SourceCheck extends BlindCheck {
  private static final String BOTH = "both";
  private static final String PORT = "other-port";
  private static final String HOST = "other-host";

  private final Network network;

  private SourceCheck(String id, Recording recording, Network network) {
    super(id, recording);
    this.network = network;
  }

  static List<SourceCheck> all(Recording recording, Network network) {
    return java.util.stream.Stream.of("source-unchecked", "port-unchecked", "host-unchecked")
        .map(id -> new SourceCheck(id, recording, network))
        .toList();
  }

  /** Unix sockets have no hosts, and ::1 is the only loopback host of IPv6. */
  static boolean hasSeveralHosts(Network network) {
    return !network.isUnix() && network.ip() == 4;
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    boolean several = hasSeveralHosts(network);
    boolean portsOnly = id().equals("port-unchecked") || !several;
    if (portsOnly && recording().moved()) {
      return Optional.of("the server itself answers from another port than it is asked at");
    }
    return !several && !id().equals("source-unchecked")
        ? Optional.of(
            "this machine has one host of this kind, so a stranger differs by port or path")
        : Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<String> sources = new ArrayList<>(List.of(PORT));
    if (hasSeveralHosts(network)) {
      sources.addAll(List.of(HOST, BOTH));
    }
    List<Trial> trials =
        lab.runAll(sources.stream().map(from -> under(lab, instead(from))).toList());
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      if (trials.get(i).isIntact()) {
        taken.add(sources.get(i));
      }
    }
    if (!id().equals(blamed(taken))) {
      return Diagnosis.pass(
          taken.isEmpty()
              ? "it takes nothing from strangers"
              : "it takes replies from strangers, as another finding says");
    }
    List<Trial> failing = new ArrayList<>();
    for (int i = sources.size() - 1; i >= 0; i--) {
      if (trials.get(i).isIntact()) {
        failing.add(trials.get(i));
      }
    }
    return Diagnosis.fail(
        "it takes replies from " + words(taken),
        "no reply taken from anybody but the server",
        failing.getFirst().outcome().detail(),
        failing);
  }

  private static String instead(String from) {
    return "spoof: {to: client, from: %s, place: instead, payload: mirror}".formatted(from);
  }

  private String blamed(List<String> taken) {
    if (!hasSeveralHosts(network)) {
      return taken.isEmpty() ? "" : "source-unchecked";
    }
    if (taken.contains(BOTH)) {
      return "source-unchecked";
    }
    return taken.contains(PORT) ? "port-unchecked" : taken.isEmpty() ? "" : "host-unchecked";
  }

  private String words(List<String> taken) {
    if (network.isUnix()) {
      return "another path";
    }
    return taken.contains(BOTH)
        ? "another host and port"
        : taken.contains(PORT) ? "another port" : "another host";
  }

  @Override
  public boolean shows(Trial trial) {
    return trial.isIntact();
  }

  @Override
  public boolean isRight(Trial trial) {
    return !trial.isIntact();
  }

  @Override
  public Set<String> explains() {
    return Set.of("stray-ends-wait");
  }
}
