package sockproof.proxy.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramPort;
import sockproof.proxy.core.DatagramSession;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.IpVersion;
import sockproof.proxy.core.Timers;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.History;

/** One datagram session through a relay that has no sockets. */
public final class DatagramSimulation implements DatagramPort {
  /** A datagram that a simulated sender sends, at a time since the session began. */
  public record Sent(long atNanos, Direction direction, Bytes payload) {}

  /** A datagram that arrived, or that was answered with "port unreachable". */
  public record Arrival(
      long atNanos, Direction direction, Datagram datagram, boolean unreachable) {}

  /**
   * What came of a session.
   *
   * @param history everything that happened, in order
   * @param arrivals what arrived, in order
   */
  public record Outcome(History history, List<Arrival> arrivals) {}

  private final Timers clock = new Timers();
  private final History history = new History();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final DatagramSession session;

  private final IpVersion version;

  private DatagramSimulation(Plan plan, long seed, int sessionNumber, IpVersion version) {
    this.version = version;
    this.session = new DatagramSession(plan, seed, sessionNumber, this, history);
  }

  /**
   * Runs a script over IPv4 until nothing can happen any more.
   *
   * @param sent the datagrams, in order of time
   */
  public static Outcome run(Plan plan, long seed, int sessionNumber, List<Sent> sent) {
    return run(plan, seed, sessionNumber, IpVersion.V4, sent);
  }

  /** Likewise, over a version of IP. */
  public static Outcome run(
      Plan plan, long seed, int sessionNumber, IpVersion version, List<Sent> sent) {
    DatagramSimulation simulation = new DatagramSimulation(plan, seed, sessionNumber, version);
    simulation.session.opened(0);
    for (Sent datagram : sent) {
      simulation.clock.at(
          datagram.atNanos,
          () ->
              simulation.session.arrived(
                  datagram.direction, datagram.payload, simulation.clock.nowNanos()));
    }
    simulation.run();
    return new Outcome(simulation.history, List.copyOf(simulation.arrivals));
  }

  private void run() {
    for (OptionalLong next = next(); next.isPresent(); next = next()) {
      clock.advance(next.getAsLong());
      session.advance(clock.nowNanos());
    }
  }

  private OptionalLong next() {
    return Timers.earlier(clock.next(), session.nextWakeNanos());
  }

  @Override
  public void send(Direction direction, Datagram datagram) {
    arrivals.add(new Arrival(clock.nowNanos(), direction, datagram, false));
  }

  @Override
  public IpVersion ipVersion(Direction direction) {
    return version;
  }

  @Override
  public void unreachable(Direction direction, Datagram datagram) {
    arrivals.add(new Arrival(clock.nowNanos(), direction, datagram, true));
  }
}
