package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sockproof.proxy.control.ProxyReader;
import sockproof.proxy.control.ProxySettings;
import sockproof.proxy.core.Framing;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.TextFile;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.relay.Relay;

/** Which proxies {@code sockproof proxy} shall run: one of options, or those of a file. */
final class ProxyOptions {
  /** The name of the proxy that has none, being made of options. */
  static final String ONLY = "proxy";

  @Option(names = "--listen", paramLabel = "ADDRESS", description = "Where clients come in.")
  private @Nullable String listen;

  @Option(
      names = "--upstream",
      paramLabel = "ADDRESS",
      description = "Where they are passed on to.")
  private @Nullable String upstream;

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
              + "length-prefix, eof or none (default: none).")
  private @Nullable String framing;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file of proxies, in place of --listen and --upstream.")
  private @Nullable Path config;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The seed of every random draw of a proxy that has none in the file "
              + "(default: random, and printed).")
  private @Nullable Long seed;

  private final long drawnSeed = new SecureRandom().nextInt(1, 1_000_000);
  private boolean usedDrawnSeed;

  /** True if the proxies have names that their user chose. */
  boolean named() {
    return config != null;
  }

  /** The seed that was drawn, where it matters. */
  OptionalLong drawnSeed() {
    return usedDrawnSeed ? OptionalLong.of(drawnSeed) : OptionalLong.empty();
  }

  /**
   * What was asked for.
   *
   * @param emptyIsFine true if no proxy at all is fine
   */
  List<ProxySettings> proxies(boolean emptyIsFine) throws IOException {
    if (config != null) {
      return ofFile(config);
    }
    if (listen == null && upstream == null && faults.isEmpty() && framing == null && emptyIsFine) {
      return List.of();
    }
    if (listen == null || upstream == null) {
      throw new UsageException(
          (listen == null ? "--listen" : "--upstream")
              + " is missing; give --listen and --upstream, or --config FILE.");
    }
    return List.of(ofOptions(listen, upstream));
  }

  private List<ProxySettings> ofFile(Path file) throws IOException {
    if (listen != null || upstream != null || !faults.isEmpty() || framing != null) {
      throw new UsageException(
          "--config takes the place of --listen, --upstream, --fault and --framing; write those "
              + "into "
              + file
              + ".");
    }
    OptionalLong given = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    ProxyReader reader = new ProxyReader(given, drawnSeed);
    YamlNode root = YamlNode.parse(TextFile.read(file), file.toString());
    List<ProxySettings> all = reader.config(root);
    usedDrawnSeed = reader.usedDrawnSeed();
    return all;
  }

  private ProxySettings ofOptions(String from, String to) {
    Endpoint listener = endpoint("--listen", from);
    Endpoint server = endpoint("--upstream", to);
    Framing known = framing == null ? new Framing.None() : framing(framing);
    List<PlannedFault> planned = new ArrayList<>();
    for (String fault : faults) {
      YamlNode node = YamlNode.parse(fault, "--fault");
      planned.addAll(
          PlanReader.read(node, listener.medium(), known, Relay.capabilities()).faults());
    }
    usedDrawnSeed = seed == null && !planned.isEmpty();
    return ProxySettings.between(ONLY, listener, server, seed == null ? drawnSeed : seed)
        .withPlan(new Plan(planned))
        .withFraming(known);
  }

  private static Endpoint endpoint(String option, String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage() + ".");
    }
  }

  private static Framing framing(String word) {
    try {
      return Framing.parse(word);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--framing: " + e.getMessage() + ".");
    }
  }
}
