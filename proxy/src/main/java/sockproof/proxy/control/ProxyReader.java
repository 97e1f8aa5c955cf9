package sockproof.proxy.control;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.packet.Targets;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;

/**
 * Reads proxies from a config file or a request. Nothing is ignored: what is not known, makes no
 * sense or stands twice is a {@link PlanException} that names the place and the remedy.
 */
public final class ProxyReader {
  private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]{1,200}");
  private static final List<String> KEYS =
      List.of(
          "name",
          "listen",
          "upstream",
          "faults",
          "framing",
          "session-idle",
          "seed",
          "enabled",
          "targets");
  private static final long MAX_IDLE_NANOS = Duration.ofDays(1).toNanos();

  private final OptionalLong givenSeed;
  private final long drawnSeed;
  private boolean drawn;

  /**
   * A reader.
   *
   * @param givenSeed the seed of every proxy that has none of its own, if the user gave one
   * @param drawnSeed the seed where nobody gave one
   */
  public ProxyReader(OptionalLong givenSeed, long drawnSeed) {
    this.givenSeed = givenSeed;
    this.drawnSeed = drawnSeed;
  }

  /** True if some proxy with faults got the drawn seed, so that it must be shown to be known. */
  public boolean usedDrawnSeed() {
    return drawn;
  }

  /** Reads a config file: a map with {@code proxies} and, if wanted, {@code seed}. */
  public List<ProxySettings> config(YamlNode root) {
    YamlMap map = root.map();
    map.noKeysBut(List.of("proxies", "seed", "targets"));
    OptionalLong seed = seed(map);
    YamlNode list = map.required("proxies");
    Targets targets = map.optional("targets").map(ProxyReader::targets).orElse(Targets.LOOPBACK);
    return list(list.list(), givenSeed.isPresent() ? givenSeed : seed, targets);
  }

  /** Reads a list of proxies, or one. */
  public List<ProxySettings> proxies(YamlNode listOrOne) {
    return list(listOrOne.listOrOne(), givenSeed, Targets.LOOPBACK);
  }

  private List<ProxySettings> list(List<YamlNode> nodes, OptionalLong seed, Targets targets) {
    List<ProxySettings> all = new ArrayList<>();
    Map<String, YamlNode> names = new HashMap<>();
    Map<Endpoint, String> listeners = new HashMap<>();
    for (YamlNode node : nodes) {
      ProxySettings one = proxy(node, seed, targets);
      YamlNode nameNode = node.map().required("name");
      YamlNode first = names.putIfAbsent(one.name(), nameNode);
      if (first != null) {
        throw nameNode.error(
            "there is a proxy `" + one.name() + "` already, at " + first.place() + ".");
      }
      if (!picksPort(one.listen())) {
        String other = listeners.putIfAbsent(one.listen(), one.name());
        if (other != null) {
          throw node.map()
              .required("listen")
              .error("the proxy `" + other + "` listens on " + one.listen() + " already.");
        }
      }
      all.add(one);
    }
    return all;
  }

  private static boolean picksPort(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> port == 0;
      case Endpoint.Udp(String host, int port) -> port == 0;
      case Endpoint.Unix ignored -> false;
      case Endpoint.UnixDatagram ignored -> false;
    };
  }

  private ProxySettings proxy(YamlNode node, OptionalLong fallbackSeed, Targets ofAll) {
    YamlMap map = node.map();
    map.noKeysBut(KEYS);
    String name = name(map.required("name"));
    Endpoint listen = endpoint(map.required("listen"));
    Endpoint upstream = endpoint(map.required("upstream"));
    checkMedia(listen.medium(), upstream.medium(), map.required("upstream"));
    Framing framing = map.optional("framing").map(ProxyReader::framing).orElse(new Framing.None());
    boolean enabled = map.optional("enabled").map(YamlNode::bool).orElse(true);
    Duration idle =
        map.optional("session-idle")
            .map(ProxyReader::sessionIdle)
            .orElse(RelayConfig.DEFAULT_SESSION_IDLE);
    OptionalLong ownSeed = seed(map);
    Plan plan =
        map.optional("faults").map(faults -> plan(faults, listen, framing)).orElse(Plan.empty());
    Targets targets = map.optional("targets").map(ProxyReader::targets).orElse(ofAll);
    for (String key : List.of("session-idle", "targets")) {
      if (listen.medium().isStream() && map.has(key)) {
        throw map.error(
            key, "`" + key + "` is for datagrams, and this proxy carries streams; leave it out.");
      }
    }
    if (!listen.medium().isStream() && map.has("framing")) {
      throw map.error(
          "framing", "`framing` is for streams, and this proxy carries datagrams; leave it out.");
    }
    long seed = ownSeed.orElse(fallbackSeed.orElse(drawnSeed));
    drawn |= ownSeed.isEmpty() && fallbackSeed.isEmpty() && !plan.isEmpty();
    return new ProxySettings(
        name, listen, upstream, plan, framing, seed, enabled, idle, targets, node.place());
  }

  private static String name(YamlNode node) {
    String name = node.string();
    if (!NAME.matcher(name).matches()) {
      throw node.expected("a name of 1 to 200 characters without `/` and control characters");
    }
    return name;
  }

  /** Reads an address such as {@code tcp://127.0.0.1:3000}. */
  public static Endpoint endpoint(YamlNode node) {
    try {
      return Endpoint.parse(node.string());
    } catch (IllegalArgumentException e) {
      throw node.error(e.getMessage() + ".");
    }
  }

  private static void checkMedia(Medium listen, Medium upstream, YamlNode node) {
    if (listen.isStream() != upstream.isStream()) {
      throw node.error(
          "`listen` is "
              + listen.word()
              + " and `upstream` is "
              + upstream.word()
              + ": one carries streams, the other datagrams.");
    }
    if (!listen.isStream() && listen != upstream) {
      throw node.error("datagrams go from udp: to udp: or from unix-datagram: to unix-datagram:.");
    }
  }

  private static Framing framing(YamlNode node) {
    try {
      return Framing.parse(node.string());
    } catch (IllegalArgumentException e) {
      throw node.error(e.getMessage() + ".");
    }
  }

  private static Duration sessionIdle(YamlNode node) {
    long nanos = node.durationNanos();
    if (nanos < 1_000_000 || nanos > MAX_IDLE_NANOS) {
      throw node.expected("a duration from 1ms to 24h");
    }
    return Duration.ofNanos(nanos);
  }

  private static Targets targets(YamlNode node) {
    Set<Bytes> addresses = new LinkedHashSet<>();
    for (YamlNode item : node.listOrOne()) {
      try {
        addresses.add(Bytes.of(InetAddress.ofLiteral(item.string()).getAddress()));
      } catch (IllegalArgumentException e) {
        throw item.expected("an IP address such as 192.0.2.7 or 2001:db8::7");
      }
    }
    return new Targets(addresses);
  }

  private static OptionalLong seed(YamlMap map) {
    Optional<Long> seed =
        map.optional("seed").map(node -> node.longInteger(Long.MIN_VALUE, Long.MAX_VALUE));
    return seed.isPresent() ? OptionalLong.of(seed.get()) : OptionalLong.empty();
  }

  /** Reads the faults of a proxy; which are known depends on its medium. */
  public static Plan plan(YamlNode faults, Endpoint listen, Framing framing) {
    return PlanReader.read(faults, listen.medium(), framing, Relay.capabilities());
  }
}
