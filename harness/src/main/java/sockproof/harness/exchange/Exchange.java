package sockproof.harness.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/**
 * All that is to be known to run one exchange with a subject.
 *
 * @param underTest which side the subject plays
 * @param network the kind of socket
 * @param framing how messages are delimited on a stream; ignored for datagrams
 * @param text which bytes are text
 * @param dialogue what is said, in order
 * @param plan what goes wrong on the way
 * @param peer how Sockproof's own side behaves
 * @param watchCpu whether CPU use is watched at the end of a server's case, when it should be idle
 * @param deadline when the subject must have ended (a client) or answered (a server)
 * @param seed the seed of every random draw
 */
public record Exchange(
    Role underTest,
    Network network,
    Framing framing,
    TextRules text,
    List<Step> dialogue,
    Plan plan,
    PeerSettings peer,
    boolean watchCpu,
    Duration deadline,
    long seed) {
  private static final Duration BASELINE_DEADLINE = Duration.ofSeconds(20);

  public Exchange {
    dialogue = List.copyOf(dialogue);
  }

  /** The same exchange with nothing going wrong. */
  public Exchange withoutFaults() {
    return new Exchange(
        underTest,
        network,
        framing,
        text,
        dialogue,
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        BASELINE_DEADLINE,
        0);
  }

  /** One short plain message to each server, and nothing going wrong. */
  public Exchange plain() {
    List<Step> steps =
        byServer().keySet().stream()
            .map(
                server ->
                    new Step(
                        1,
                        server,
                        Texts.plainMessage(framing),
                        Bytes.empty(),
                        List.of(Texts.plainReply(framing)),
                        Duration.ZERO,
                        Step.Then.NOTHING))
            .toList();
    return new Exchange(
        underTest,
        network,
        framing,
        text,
        steps,
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        BASELINE_DEADLINE,
        0);
  }

  /** The same exchange under another plan. */
  public Exchange withPlan(Plan other) {
    return new Exchange(
        underTest, network, framing, text, dialogue, other, peer, watchCpu, deadline, seed);
  }

  /** The same exchange with another dialogue. */
  public Exchange withDialogue(List<Step> other) {
    return new Exchange(
        underTest, network, framing, text, other, plan, peer, watchCpu, deadline, seed);
  }

  /** The same exchange with another charset. */
  public Exchange withText(TextRules other) {
    return new Exchange(
        underTest, network, framing, other, dialogue, plan, peer, watchCpu, deadline, seed);
  }

  /** The same exchange with another peer. */
  public Exchange withPeer(PeerSettings other) {
    return new Exchange(
        underTest, network, framing, text, dialogue, plan, other, watchCpu, deadline, seed);
  }

  /** The same exchange with another deadline. */
  public Exchange withDeadline(Duration other) {
    return new Exchange(
        underTest, network, framing, text, dialogue, plan, peer, watchCpu, other, seed);
  }

  /** The same exchange, with the CPU use of a server watched at its end. */
  public Exchange watchingCpu() {
    return new Exchange(
        underTest, network, framing, text, dialogue, plan, peer, true, deadline, seed);
  }

  /**
   * The messages that a client under test is given, in order. A client with several servers sends
   * each message to all of them, so one that is said to several servers in a row is given once.
   */
  public List<String> messages() {
    List<String> messages = new ArrayList<>();
    Set<String> asked = new HashSet<>();
    for (Step step : dialogue) {
      if (step.say() != null) {
        boolean sameToAnother =
            !messages.isEmpty()
                && step.say().equals(messages.getLast())
                && asked.add(step.server());
        if (!sameToAnother) {
          messages.add(step.say());
          asked.clear();
          asked.add(step.server());
        }
      }
    }
    return messages;
  }

  /** The replies that a client under test has to get, in order. */
  public List<String> replies() {
    return dialogue.stream().flatMap(step -> step.replies().stream()).toList();
  }

  /** The steps by server, in the order of the servers' names. */
  public Map<String, List<Step>> byServer() {
    Map<String, List<Step>> steps = new TreeMap<>();
    for (Step step : dialogue) {
      steps.computeIfAbsent(step.server(), name -> new ArrayList<>()).add(step);
    }
    return steps;
  }
}
