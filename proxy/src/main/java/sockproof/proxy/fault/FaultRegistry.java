package sockproof.proxy.fault;

import java.util.List;
import sockproof.proxy.plan.FaultType;

/** All faults. A new one needs its file, its test and one line here. */
public final class FaultRegistry {
  private static final List<FaultType> ALL =
      List.of(
          Fragment.TYPE,
          Coalesce.TYPE,
          Latency.TYPE,
          Bandwidth.TYPE,
          Stall.TYPE,
          Limit.TYPE,
          Reset.TYPE,
          HalfClose.TYPE,
          SlowClose.TYPE,
          SlowOpen.TYPE,
          Backpressure.TYPE,
          Corrupt.TYPE,
          Insert.TYPE,
          StreamScript.TYPE,
          Drop.TYPE,
          Duplicate.TYPE,
          Reorder.TYPE,
          Truncate.TYPE,
          Pad.TYPE,
          Empty.TYPE,
          Spoof.TYPE,
          IpFragmentation.TYPE,
          Unreachable.TYPE,
          Blackhole.TYPE,
          DatagramScript.TYPE);

  private FaultRegistry() {}

  /** All fault types, in the order of the documentation. */
  public static List<FaultType> all() {
    return ALL;
  }

  /** The types of one name: none, one, or one for streams and one for datagrams. */
  public static List<FaultType> named(String name) {
    return ALL.stream().filter(type -> type.name().equals(name)).toList();
  }

  /** The names, each once. */
  public static List<String> names() {
    return ALL.stream().map(FaultType::name).distinct().toList();
  }
}
