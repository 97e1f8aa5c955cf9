package sockproof.harness.bench.load;

import java.util.List;

/** The registry of workloads: a new one is a class and one line here. */
public final class Workloads {
  private Workloads() {}

  /** All of them, in the order of the table. */
  public static List<Workload> all() {
    return List.of(
        new TcpRequests(1),
        new TcpRequests(64),
        new TcpBulk(true),
        new TcpBulk(false),
        new TcpConnections(),
        new DatagramEchoes(1, 64),
        new DatagramEchoes(1, 1400),
        new DatagramEchoes(64, 64),
        new DatagramEchoes(64, 1400),
        new DelayAccuracy());
  }
}
