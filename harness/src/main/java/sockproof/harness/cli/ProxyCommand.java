package sockproof.harness.cli;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sockproof.proxy.core.Framing;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.relay.RelayException;

/** {@code sockproof proxy}: a relay with faults, on its own, until it is interrupted. */
@Command(
    name = "proxy",
    description = {
      "Relays connections or datagrams to one address, with faults.",
      "The address that it listens on is the first line on standard output. SIGINT and SIGTERM "
          + "let open connections end for up to two seconds, then end the rest."
    },
    footer = {
      "",
      "Addresses: tcp://host:port, udp://host:port, unix:/path, unix-datagram:/path; port 0 picks "
          + "a free one.",
      "",
      "Example:",
      "  sockproof proxy --listen tcp://127.0.0.1:0 --upstream tcp://127.0.0.1:6379 \\",
      "                  --fault 'fragment: {to: client, every: 1}' \\",
      "                  --fault 'latency: {delay: 20ms, jitter: 5ms}'"
    })
final class ProxyCommand implements Callable<Integer> {
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final int HISTORY_EVENTS = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      required = true,
      description = "Where clients come in.")
  private String listen;

  @Option(
      names = "--upstream",
      paramLabel = "ADDRESS",
      required = true,
      description = "Where they are passed on to.")
  private String upstream;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = "A fault, as in 'drop: {nth: 2}'; may be repeated, and the order counts.")
  private List<String> faults = new ArrayList<>();

  @Option(
      names = "--framing",
      paramLabel = "FRAMING",
      description =
          "How messages are delimited, for faults that count messages: fixed:N, line, crlf, "
              + "length-prefix, eof or none (default: ${DEFAULT-VALUE}).")
  private String framing = "none";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of every random draw (default: random, and printed).")
  private @Nullable Long seed;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything reads them
  ProxyCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Console console = Console.of(spec);
    RelayConfig config = config();
    try (EventPrinter printer = new EventPrinter(console)) {
      Relay relay = start(config.withTrace(printer).withRecorded(printer.wanted()));
      console.out().println(relay.listenEndpoint());
      console.out().flush();
      if (seed == null && !config.plan().isEmpty()) {
        console.note("seed " + config.seed());
      }
      endWhenInterrupted(relay);
      new CountDownLatch(1).await(); // The signal's handler ends the program.
    }
    return ExitStatus.OK;
  }

  private RelayConfig config() {
    Endpoint from = endpoint("--listen", listen);
    Endpoint to = endpoint("--upstream", upstream);
    Framing known = framing();
    List<PlannedFault> planned = new ArrayList<>();
    for (String fault : faults) {
      YamlNode node = YamlNode.parse(fault, "--fault");
      planned.addAll(PlanReader.read(node, from.medium(), known, Relay.capabilities()).faults());
    }
    return RelayConfig.between(from, to)
        .withPlan(new Plan(planned))
        .withFraming(known)
        .withSeed(seed != null ? seed : new SecureRandom().nextInt(1, 1_000_000))
        .withMaxHistoryEvents(HISTORY_EVENTS);
  }

  private static Endpoint endpoint(String option, String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage() + ".");
    }
  }

  private Framing framing() {
    try {
      return Framing.parse(framing);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--framing: " + e.getMessage() + ".");
    }
  }

  private static Relay start(RelayConfig config) {
    try {
      return Relay.start(config);
    } catch (RelayException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static void endWhenInterrupted(Relay relay) {
    Thread hook =
        new Thread(
            () -> {
              boolean ended = relay.drain(DRAIN);
              if (!ended) {
                relay.close();
              }
              // Inside a shutdown hook the status can no longer be chosen by exit().
              Runtime.getRuntime().halt(ExitStatus.OK);
            },
            "drain");
    Runtime.getRuntime().addShutdownHook(hook);
  }
}
