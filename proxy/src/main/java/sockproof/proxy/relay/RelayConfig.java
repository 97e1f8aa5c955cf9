package sockproof.proxy.relay;

import java.time.Duration;
import java.util.function.Consumer;
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
    return with(parts -> parts.plan = other);
  }

  /** The same with another framing. */
  public RelayConfig withFraming(Framing other) {
    return with(parts -> parts.framing = other);
  }

  /** The same with another seed. */
  public RelayConfig withSeed(long other) {
    return with(parts -> parts.seed = other);
  }

  /** The same with another listener for events. */
  public RelayConfig withTrace(TraceSink other) {
    return with(parts -> parts.trace = other);
  }

  /** The same, recording more or less. */
  public RelayConfig withRecorded(Recorded other) {
    return with(parts -> parts.recorded = other);
  }

  /** The same with a longer or shorter history. */
  public RelayConfig withMaxHistoryEvents(int other) {
    return with(parts -> parts.maxHistoryEvents = other);
  }

  /** The same, forgetting silent datagram sessions sooner or later. */
  public RelayConfig withSessionIdle(Duration other) {
    return with(parts -> parts.sessionIdle = other);
  }

  /** The same, with more addresses to which forged datagrams may be sent. */
  public RelayConfig withTargets(Targets other) {
    return with(parts -> parts.targets = other);
  }

  /**
   * The same, following a datagram server that answers from another port, as RFC 1350 (TFTP) asks
   * of it. Without it such an answer is passed on from another port as well, and the client's next
   * datagram to that port is lost.
   */
  public RelayConfig followingServer() {
    return with(parts -> parts.followsServer = true);
  }

  /** The same, noting when receivers have read what they got. */
  public RelayConfig watchingReads() {
    return with(parts -> parts.watchesReads = true);
  }

  private RelayConfig with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return parts.together();
  }

  /** The parts of a configuration, one of which may be changed. */
  private static final class Parts {
    private final Endpoint listen;
    private final Endpoint upstream;
    private Plan plan;
    private Framing framing;
    private long seed;
    private TraceSink trace;
    private Recorded recorded;
    private int maxHistoryEvents;
    private Duration sessionIdle;
    private Targets targets;
    private boolean followsServer;
    private boolean watchesReads;

    Parts(RelayConfig of) {
      listen = of.listen;
      upstream = of.upstream;
      plan = of.plan;
      framing = of.framing;
      seed = of.seed;
      trace = of.trace;
      recorded = of.recorded;
      maxHistoryEvents = of.maxHistoryEvents;
      sessionIdle = of.sessionIdle;
      targets = of.targets;
      followsServer = of.followsServer;
      watchesReads = of.watchesReads;
    }

    RelayConfig together() {
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
          watchesReads);
    }
  }
}
