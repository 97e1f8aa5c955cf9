package sockproof.harness.check;

import java.util.List;
import java.util.Set;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.ReplyTemplates;
import sockproof.harness.subject.Subject;
import sockproof.proxy.plan.Capability;

/**
 * What is known of a subject before the exploration begins.
 *
 * @param subject the program under test
 * @param exchange the user's messages, without faults, with the deadline of one case
 * @param templates how a client prints a reply
 * @param conversation the same exchange with at least three messages, where the subject manages
 *     that; otherwise the same as {@code exchange}
 * @param pipelines whether a client sends a message before it has the reply to the one before
 * @param connectionPerMessage whether a client opens a connection (or socket) for every message
 * @param connected whether a datagram client calls connect()
 * @param baselineMillis how long a run without faults takes, the shortest of several
 * @param baselineCpuNanos the CPU time that it takes, the least of several
 * @param capabilities what the machine offers beyond ordinary sockets
 */
public record Situation(
    Subject subject,
    Exchange exchange,
    ReplyTemplates templates,
    Exchange conversation,
    boolean pipelines,
    boolean connectionPerMessage,
    boolean connected,
    long baselineMillis,
    long baselineCpuNanos,
    Set<Capability> capabilities) {
  private static final long QUICK_START_NANOS = 60_000_000;

  /** True where the subject takes several messages in one run. */
  public boolean takesSeveralMessages() {
    return conversation.messages().size() > 1;
  }

  /** False where every case costs so much that places and sizes are sampled. */
  public boolean startsQuickly() {
    return baselineCpuNanos < QUICK_START_NANOS;
  }

  /** The messages of the exchange. */
  public List<String> messages() {
    return exchange.messages();
  }
}
