package sockproof.harness.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sockproof.proxy.api.ApiServer;
import sockproof.proxy.capture.Capture;
import sockproof.proxy.control.ControlException;
import sockproof.proxy.control.ManagedProxy;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.control.ProxySettings;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.relay.RelayException;
import sockproof.proxy.trace.TraceSink;

/** {@code sockproof proxy}: relays with faults, on their own, until they are interrupted. */
@Command(
    name = "proxy",
    description = {
      "Relays connections or datagrams to one address, with faults; or many, of a file.",
      "The address that it listens on is the first line on standard output; with --config there is "
          + "one line for each proxy, its name and its address. SIGINT and SIGTERM "
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

  @Spec private CommandSpec spec;

  @Mixin private final ProxyOptions options = new ProxyOptions();

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      description =
          "Write what is received and delivered to a pcapng file, for Wireshark and tshark.")
  private @Nullable Path captureFile;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields before anything reads them
  ProxyCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = Console.of(spec);
    Optional<InetSocketAddress> apiAddress = api.address();
    List<ProxySettings> wanted = options.proxies(api.wanted());
    try (EventPrinter printer = new EventPrinter(console);
        Capture capture = capture(console)) {
      Proxies proxies = proxies(printer, capture);
      start(proxies, wanted).forEach(proxy -> console.out().println(line(proxy)));
      if (apiAddress.isPresent()) {
        try {
          ApiServer server = api.start(apiAddress.get(), proxies);
          console.out().println("api http://" + shown(server.address()));
        } catch (UsageException e) {
          proxies.close();
          throw e;
        }
      }
      console.out().flush();
      options.drawnSeed().ifPresent(seed -> console.note("seed " + seed));
      endWhenInterrupted(proxies, capture);
      new CountDownLatch(1).await(); // The signal's handler ends the program.
    }
    return ExitStatus.OK;
  }

  private @Nullable Capture capture(Console console) throws IOException {
    Checks.writable("--capture", captureFile);
    return captureFile == null ? null : Capture.begin(captureFile, Version.line(), console::note);
  }

  private Proxies proxies(EventPrinter printer, @Nullable Capture capture) {
    Function<String, TraceSink> printed = name -> printer.of(options.named() ? name : "");
    if (capture == null) {
      return new Proxies(printed, printer.wanted());
    }
    return new Proxies(
        name -> printed.apply(name).and(capture.of(name)), RelayConfig.Recorded.EVERYTHING);
  }

  private static String shown(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private String line(ManagedProxy proxy) {
    ProxySettings settings = proxy.settings();
    String where = settings.enabled() ? settings.listen().toString() : "disabled";
    return options.named() ? settings.name() + " " + where : where;
  }

  private static List<ManagedProxy> start(Proxies proxies, List<ProxySettings> wanted) {
    try {
      return proxies.create(wanted);
    } catch (ControlException | RelayException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static void endWhenInterrupted(Proxies proxies, @Nullable Capture capture) {
    Thread hook =
        new Thread(
            () -> {
              if (!proxies.drain(DRAIN)) {
                proxies.close();
              }
              if (capture != null) {
                capture.close();
              }
              // Inside a shutdown hook the status can no longer be chosen by exit().
              Runtime.getRuntime().halt(ExitStatus.OK);
            },
            "drain");
    Runtime.getRuntime().addShutdownHook(hook);
  }
}
