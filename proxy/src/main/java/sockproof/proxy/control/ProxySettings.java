package sockproof.proxy.control;

import java.time.Duration;
import sockproof.proxy.core.Framing;
import sockproof.proxy.packet.Targets;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.relay.RelayConfig;

/**
 * What one proxy is to do.
 *
 * @param name by which it is known; unique in one program
 * @param listen where clients come in; port 0 picks a free one
 * @param upstream where each client is passed on to
 * @param plan the faults
 * @param framing how messages are delimited on a stream, as far as known
 * @param seed the seed of every random draw
 * @param enabled false for one that does not listen
 * @param sessionIdle after how long without a datagram a datagram session is forgotten
 * @param targets to whom forged packets may be sent, beside loopback
 * @param place where it was written, as {@code file:line:column}, for messages; may be empty
 */
public record ProxySettings(
    String name,
    Endpoint listen,
    Endpoint upstream,
    Plan plan,
    Framing framing,
    long seed,
    boolean enabled,
    Duration sessionIdle,
    Targets targets,
    String place) {

  /** A proxy without faults, enabled, of which nothing else is known. */
  public static ProxySettings between(String name, Endpoint listen, Endpoint upstream, long seed) {
    return new ProxySettings(
        name,
        listen,
        upstream,
        Plan.empty(),
        new Framing.None(),
        seed,
        true,
        RelayConfig.DEFAULT_SESSION_IDLE,
        Targets.LOOPBACK,
        "");
  }

  /** The same with other faults. */
  public ProxySettings withPlan(Plan other) {
    return new ProxySettings(
        name, listen, upstream, other, framing, seed, enabled, sessionIdle, targets, place);
  }

  /** The same with another framing. */
  public ProxySettings withFraming(Framing other) {
    return new ProxySettings(
        name, listen, upstream, plan, other, seed, enabled, sessionIdle, targets, place);
  }

  /** The same at another address. */
  public ProxySettings withListen(Endpoint other) {
    return new ProxySettings(
        name, other, upstream, plan, framing, seed, enabled, sessionIdle, targets, place);
  }

  /** The same to another address. */
  public ProxySettings withUpstream(Endpoint other) {
    return new ProxySettings(
        name, listen, other, plan, framing, seed, enabled, sessionIdle, targets, place);
  }

  /** The same, listening or not. */
  public ProxySettings withEnabled(boolean other) {
    return new ProxySettings(
        name, listen, upstream, plan, framing, seed, other, sessionIdle, targets, place);
  }

  /** The settings of its relay. */
  RelayConfig relayConfig() {
    return RelayConfig.between(listen, upstream)
        .withPlan(plan)
        .withFraming(framing)
        .withSeed(seed)
        .withSessionIdle(sessionIdle)
        .withTargets(targets)
        .withMaxHistoryEvents(1);
  }
}
