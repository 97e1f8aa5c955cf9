package sockproof.proxy.relay;

import java.time.Duration;
import sockproof.proxy.core.Framing;
import sockproof.proxy.packet.Targets;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceSink;

/**
 * What a relay is to do.
 *
 * @param listen where clients come in; port 0 picks a free one
 * @param upstream where each client is passed on to; of the same kind (stream or datagram)
 * @param plan the faults; with none, everything passes as it came
 * @param framing how messages are delimited on a stream, as far as known
 * @param seed the seed of every random draw
 * @param trace told of every event, beside the relay's own history
 * @param recorded how much of what happens is told to the trace and kept in the history
 * @param maxHistoryEvents how many events the history keeps, with their bytes; 0 for none
 * @param sessionIdle after how long without a datagram a datagram session is forgotten
 * @param targets to whom forged datagrams, IP fragments and ICMP errors may be sent
 * @param followsServer whether a datagram server that answers from another port of its host is
 *     spoken to there from then on, while the client goes on seeing one address
 * @param watchesReads whether the history says when a receiver on this machine has read what it
 *     got, also where no fault waits for that; it costs some system calls for each send
 */
public record RelayConfig(
    Endpoint listen,
    Endpoint upstream,
    Plan plan,
    Framing framing,
    long seed,
    TraceSink trace,
    Recorded recorded,
    int maxHistoryEvents,
    Duration sessionIdle,
    Targets targets,
    boolean followsServer,
    boolean watchesReads) {

  /** After how long a datagram session is forgotten unless told otherwise. */
  public static final Duration DEFAULT_SESSION_IDLE = Duration.ofMinutes(1);

  /** How much is recorded. */
  public enum Recorded {
    /** Every byte and every event. */
    EVERYTHING,
    /**
     * Where there are faults everything; a relay without faults records its errors alone, and then
     * passes bytes on without looking at them.
     */
    FAULTS_AND_ERRORS
  }

  /** A relay without faults that records everything. */
  public static RelayConfig between(Endpoint listen, Endpoint upstream) {
    return new RelayConfig(
        listen,
        upstream,
        Plan.empty(),
        new Framing.None(),
        0,
        TraceSink.NONE,
        Recorded.EVERYTHING,
        History.DEFAULT_MAX_EVENTS,
        DEFAULT_SESSION_IDLE,
        Targets.LOOPBACK,
        false,
        false);
  }

  /** The same with other faults. */
  public RelayConfig withPlan(Plan other) {
    return new RelayConfig(
        listen,
        upstream,
        other,
        framing,
        seed,
        trace,
        recorded,
        maxHistoryEvents,
        sessionIdle,
        targets,
        followsServer,
        watchesReads);
  }

  /** The same with another framing. */
  public RelayConfig withFraming(Framing other) {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        other,
        seed,
        trace,
        recorded,
        maxHistoryEvents,
        sessionIdle,
        targets,
        followsServer,
        watchesReads);
  }

  /** The same with another seed. */
  public RelayConfig withSeed(long other) {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        other,
        trace,
        recorded,
        maxHistoryEvents,
        sessionIdle,
        targets,
        followsServer,
        watchesReads);
  }

  /** The same with another listener for events. */
  public RelayConfig withTrace(TraceSink other) {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        seed,
        other,
        recorded,
        maxHistoryEvents,
        sessionIdle,
        targets,
        followsServer,
        watchesReads);
  }

  /** The same, recording more or less. */
  public RelayConfig withRecorded(Recorded other) {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        seed,
        trace,
        other,
        maxHistoryEvents,
        sessionIdle,
        targets,
        followsServer,
        watchesReads);
  }

  /** The same with a longer or shorter history. */
  public RelayConfig withMaxHistoryEvents(int other) {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        seed,
        trace,
        recorded,
        other,
        sessionIdle,
        targets,
        followsServer,
        watchesReads);
  }

  /** The same, forgetting silent datagram sessions sooner or later. */
  public RelayConfig withSessionIdle(Duration other) {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        seed,
        trace,
        recorded,
        maxHistoryEvents,
        other,
        targets,
        followsServer,
        watchesReads);
  }

  /** The same, with more addresses to which forged datagrams may be sent. */
  public RelayConfig withTargets(Targets other) {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        seed,
        trace,
        recorded,
        maxHistoryEvents,
        sessionIdle,
        other,
        followsServer,
        watchesReads);
  }

  /**
   * The same, following a datagram server that answers from another port, as RFC 1350 (TFTP) asks
   * of it. Without it such an answer is passed on from another port as well, and the client's next
   * datagram to that port is lost.
   */
  public RelayConfig followingServer() {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        seed,
        trace,
        recorded,
        maxHistoryEvents,
        sessionIdle,
        targets,
        true,
        watchesReads);
  }

  /** The same, noting when receivers have read what they got. */
  public RelayConfig watchingReads() {
    return new RelayConfig(
        listen,
        upstream,
        plan,
        framing,
        seed,
        trace,
        recorded,
        maxHistoryEvents,
        sessionIdle,
        targets,
        followsServer,
        true);
  }
}
