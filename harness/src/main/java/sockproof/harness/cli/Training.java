package sockproof.harness.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import sockproof.harness.bench.load.DatagramEchoServer;
import sockproof.harness.bench.load.DatagramEchoes;
import sockproof.harness.bench.load.DelayAccuracy;
import sockproof.harness.bench.load.EchoServer;
import sockproof.harness.bench.load.TcpBulk;
import sockproof.harness.bench.load.TcpConnections;
import sockproof.harness.bench.load.TcpRequests;
import sockproof.harness.bench.load.Workload;
import sockproof.harness.bench.load.Workload.Setup;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.relay.RelayConfig.Recorded;

/**
 * What the build runs once so that the JVM can record which classes the program needs and how its
 * methods are used: a small run, and relays under load. With that record a relay is quick from its
 * first connections on, instead of after seconds of load.
 */
final class Training {
  private static final Duration EACH = Duration.ofMillis(700);

  private Training() {}

  /** Runs the command that {@code args} name, then the relays; ends with the status of neither. */
  public static void main(String[] args) throws IOException {
    int _ = Program.run(args);
    try (EchoServer streams = new EchoServer();
        DatagramEchoServer datagrams = new DatagramEchoServer()) {
      for (Workload workload : workloads()) {
        boolean datagram = workload.setup() == Setup.UDP;
        String address = (datagram ? "udp" : "tcp") + "://127.0.0.1:";
        int port = datagram ? datagrams.port() : streams.port();
        RelayConfig config =
            RelayConfig.between(Endpoint.parse(address + 0), Endpoint.parse(address + port))
                .withRecorded(Recorded.FAULTS_AND_ERRORS);
        if (workload.setup() == Setup.DELAYED_TCP) {
          config = config.withPlan(delay());
        }
        try (Relay relay = Relay.start(config)) {
          double _ = workload.measure(port(relay), EACH);
        }
      }
    }
    System.exit(ExitStatus.OK);
  }

  private static Plan delay() {
    String fault = "latency: {to: server, delay: " + DelayAccuracy.DELAY_MILLIS + "ms}";
    return PlanReader.parse(fault, "training", Medium.TCP, new Framing.None());
  }

  private static int port(Relay relay) {
    String address = relay.listenEndpoint().toString();
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static List<Workload> workloads() {
    return List.of(
        new TcpRequests(64),
        new TcpConnections(),
        new TcpBulk(true),
        new TcpBulk(false),
        new DatagramEchoes(64, 64),
        new DelayAccuracy());
  }
}
