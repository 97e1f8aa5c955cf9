package sockproof.proxy.relay;

import java.util.EnumSet;
import java.util.Set;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.IpVersion;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.packet.Targets;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.PlannedFault;

/**
 * Finds out when a relay starts, and not in the middle of a run, whether all that its plan forges
 * can be sent, and may be.
 */
final class ForgedSources {
  private final RelayConfig config;
  private final SocketName bound;
  private final SocketName upstream;
  private final SourcePool clientSide;
  private final RawOut raw;

  /**
   * What is to be checked.
   *
   * @param bound where clients come in
   * @param upstream where their datagrams go
   * @param clientSide the sources that clients may see; those that the plan needs are opened
   * @param raw the raw sockets; those that the plan needs are opened
   */
  ForgedSources(
      RelayConfig config,
      SocketName bound,
      SocketName upstream,
      SourcePool clientSide,
      RawOut raw) {
    this.config = config;
    this.bound = bound;
    this.upstream = upstream;
    this.clientSide = clientSide;
    this.raw = raw;
  }

  /**
   * Checks every fault of the plan.
   *
   * @throws RelayException with one sentence about the first that cannot be had
   */
  void check() {
    for (PlannedFault fault : config.plan().faults()) {
      if (fault.spec() instanceof FaultSpec.OnDatagrams spec) {
        for (Direction direction : Direction.values()) {
          if (fault.to().includes(direction)) {
            check(spec, direction);
          }
        }
      }
    }
  }

  private void check(FaultSpec.OnDatagrams spec, Direction direction) {
    Set<Capability> needs = spec.needs();
    // The sender of a direction, and not its receiver, is told that the port is unreachable.
    boolean toServer =
        (direction == Direction.TO_SERVER) != needs.contains(Capability.PORT_UNREACHABLE);
    SocketName receiver = toServer ? upstream : bound;
    if (receiver instanceof SocketName.Inet inet) {
      spec.objection(version(inet))
          .ifPresent(
              sentence -> {
                throw new RelayException(sentence);
              });
      if (!needs.isEmpty() || !spec.sources().isEmpty()) {
        checkReceiver(inet, toServer);
      }
      if (!needs.isEmpty()) {
        openRaw(inet);
      }
    }
    for (Datagram.Source source : spec.sources()) {
      checkSource(source, toServer, receiver);
    }
  }

  /** Clients of a listener on all addresses are looked at one by one, when they come. */
  private void checkReceiver(SocketName.Inet receiver, boolean isServer) {
    boolean some = isServer || config.targets().listed().isEmpty();
    if (some && !receiver.host().isAnyLocalAddress()) {
      checkTarget(receiver, config.targets());
    }
  }

  private void openRaw(SocketName.Inet receiver) {
    SocketName.Inet plain = receiver.unmapped();
    raw.socket(plain.isV6());
    if (plain.isV6() && plain.host().isAnyLocalAddress()) {
      raw.socket(false); // Such a listener takes IPv4 as well.
    }
  }

  private void checkSource(Datagram.Source source, boolean toServer, SocketName receiver) {
    SocketName name;
    if (toServer && receiver instanceof SocketName.Inet server) {
      SocketName.Inet like =
          server.host().isLoopbackAddress()
              ? Addresses.loopbackLike(server)
              : Addresses.wildcardLike(server);
      try (SourcePool trial = clientSide.forOther(like)) {
        name = trial.originOf(source).name();
      }
    } else {
      name = clientSide.originOf(source).name();
    }
    if (name instanceof SocketName.Inet from
        && receiver instanceof SocketName.Inet to
        && !to.host().isAnyLocalAddress()) {
      checkFamily(from, to);
    }
  }

  /** Forged datagrams of one version of IP reach nobody through the other. */
  static void checkFamily(SocketName.Inet source, SocketName.Inet receiver) {
    if (source.unmapped().isV6() != receiver.unmapped().isV6()) {
      throw new RelayException(
          "Cannot send from "
              + source
              + " to "
              + receiver
              + ": one is IPv4 and the other IPv6; give a source of the receiver's kind.");
    }
  }

  /**
   * Nothing is forged for anybody who did not agree to it.
   *
   * @throws RelayException with one sentence
   */
  static void checkTarget(SocketName.Inet receiver, Targets targets) {
    if (!targets.include(receiver.unmapped().address())) {
      throw new RelayException(
          "Nothing forged is sent to "
              + receiver.host().getHostAddress()
              + ": only to loopback, and to addresses that a config file lists under `targets:`.");
    }
  }

  /** The version of IP by which a receiver is reached; Unix sockets count as IPv4. */
  static IpVersion version(SocketName receiver) {
    return receiver instanceof SocketName.Inet inet && inet.unmapped().isV6()
        ? IpVersion.V6
        : IpVersion.V4;
  }

  /** What this machine offers to a plan. */
  static Set<Capability> capabilities() {
    return RawOut.isPermitted()
        ? EnumSet.allOf(Capability.class)
        : EnumSet.noneOf(Capability.class);
  }
}
