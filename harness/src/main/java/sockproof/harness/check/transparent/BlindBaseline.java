package sockproof.harness.check.transparent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sockproof.harness.check.Baseline;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.RealPeers;
import sockproof.harness.exchange.RealPeers.Seen;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.judge.Words;
import sockproof.harness.process.Complaint;
import sockproof.harness.process.Ending;
import sockproof.proxy.trace.TraceEvent;

/** Runs both partners without faults several times; the runs must succeed and agree. */
final class BlindBaseline {
  private static final int RUNS = 3;
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private BlindBaseline() {}

  /**
   * What was learned.
   *
   * @param millis how long a run takes, the median
   * @param cpuNanos how much CPU time the client's side takes, the median
   */
  record Learned(Recording recording, long millis, long cpuNanos) {}

  /**
   * Measures.
   *
   * @throws Baseline.UnusableException where they do not work, or not always alike
   */
  static Learned measure(RealPeers peers, Exchange exchange)
      throws IOException, InterruptedException {
    Exchange patient = exchange.withDeadline(DEADLINE);
    List<Seen> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Seen seen = peers.run(patient, false);
      requireSuccess(seen);
      runs.add(seen);
    }
    List<String> outputs = runs.stream().map(seen -> seen.client().subject().stdout()).toList();
    OutputForm form =
        OutputForm.learn(outputs)
            .orElseThrow(
                () ->
                    new Baseline.UnusableException(
                        "without any fault the output differs from run to run, in more than"
                            + " addresses, ports, times and numbers: "
                            + Words.head(outputs.getFirst())
                            + ", "
                            + Words.head(outputs.get(1))
                            + " and "
                            + Words.head(outputs.getLast())));
    Seen first = runs.getFirst();
    Recording recording =
        Recording.of(
            exchange.underTest(),
            exchange.network().isStream(),
            form,
            outputs.getFirst(),
            Objects.requireNonNull(first.client().histories().get("a")),
            runs.stream().anyMatch(seen -> serverEnding(seen).isPresent()));
    requireConversation(recording, first);
    List<Long> millis =
        runs.stream().map(seen -> seen.client().subject().elapsedNanos() / 1_000_000).toList();
    List<Long> cpuNanos = runs.stream().map(seen -> seen.client().subject().cpuNanos()).toList();
    return new Learned(recording, median(millis), median(cpuNanos));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** Without anything said to the program under test there is nothing to put faults on. */
  private static void requireConversation(Recording recording, Seen seen) {
    if (!recording.saidToSubject().isEmpty()) {
      return;
    }
    String refused = relayError(seen);
    if (!refused.isEmpty()) {
      throw new Baseline.UnusableException("without any fault nothing is said" + refused);
    }
    throw new Baseline.UnusableException(
        recording.underTest() == Role.CLIENT
            ? "without any fault nothing comes back to the client through the relay; does its"
                + " command use {host} and {port}, or {path}? If its server never answers, there is"
                + " nothing to check"
            : "without any fault nothing reaches the program under test through the relay; does"
                + " the driver use {host} and {port}, or {path}?");
  }

  private static Optional<Ending> serverEnding(Seen seen) {
    return seen.server().flatMap(SubjectEvidence::ending);
  }

  private static void requireSuccess(Seen seen) {
    SubjectEvidence client = seen.client().subject();
    if (client.ending().map(Ending::isSuccess).orElse(false)) {
      return;
    }
    String who = seen.server().isPresent() ? "the driver" : "the client";
    String why = Complaint.in(client.stderr(), "; it says: ");
    String server =
        serverEnding(seen).map(ending -> "; the server ended with " + ending.words()).orElse("");
    throw new Baseline.UnusableException(
        "without any fault "
            + who
            + " does not work: "
            + client.endingWords()
            + why
            + server
            + relayError(seen));
  }

  /** What kept the relay from the server, as where nobody listens. */
  private static String relayError(Seen seen) {
    return Objects.requireNonNull(seen.client().histories().get("a"))
        .events(TraceEvent.Kind.ERROR)
        .stream()
        .findFirst()
        .map(event -> "; Sockproof says: " + event.text())
        .orElse("");
  }
}
