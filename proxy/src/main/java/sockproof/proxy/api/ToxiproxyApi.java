package sockproof.proxy.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sockproof.proxy.control.ControlException;
import sockproof.proxy.control.ManagedProxy;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.control.ProxySettings;
import sockproof.proxy.control.Toxic;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.JsonReader;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/** The paths, bodies and statuses of toxiproxy's API, version 2, over proxies from TCP to TCP. */
final class ToxiproxyApi {
  private static final String COMPATIBLE_VERSION = "2.12.0";
  private static final int CREATED = 201;
  private static final int OK = 200;

  private final Proxies proxies;
  private final String version;

  ToxiproxyApi(Proxies proxies, String version) {
    this.proxies = proxies;
    this.version = version;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/version", request -> version())
        .on("POST", "/reset", request -> reset())
        .on("POST", "/populate", request -> populate(request.body()))
        .on("GET", "/proxies", request -> list())
        .on("POST", "/proxies", request -> create(request.body()))
        .on("GET", "/proxies/*", request -> Reply.json(OK, shown(proxy(request))))
        .on("POST", "/proxies/*", this::update)
        .on("PATCH", "/proxies/*", this::update)
        .on("DELETE", "/proxies/*", this::delete)
        .on("GET", "/proxies/*/toxics", request -> Reply.json(OK, toxics(proxy(request))))
        .on("POST", "/proxies/*/toxics", this::addToxic)
        .on("GET", "/proxies/*/toxics/*", request -> Reply.json(OK, shown(toxic(request))))
        .on("POST", "/proxies/*/toxics/*", this::updateToxic)
        .on("PATCH", "/proxies/*/toxics/*", this::updateToxic)
        .on("DELETE", "/proxies/*/toxics/*", this::removeToxic);
  }

  private Reply version() {
    return Reply.json(OK, Map.of("version", COMPATIBLE_VERSION + "+sockproof-" + version));
  }

  private Reply reset() {
    for (ManagedProxy proxy : all()) {
      String name = proxy.settings().name();
      proxies.changeToxics(name, toxics -> List.of());
      proxies.change(name, settings -> settings.withEnabled(true));
    }
    return Reply.none();
  }

  private List<ManagedProxy> all() {
    return proxies.all().stream().filter(ToxiproxyApi::isTcp).toList();
  }

  private static boolean isTcp(ManagedProxy proxy) {
    return proxy.settings().listen() instanceof Endpoint.Tcp
        && proxy.settings().upstream() instanceof Endpoint.Tcp;
  }

  private ManagedProxy proxy(Request request) {
    return proxies
        .find(request.part(1))
        .filter(ToxiproxyApi::isTcp)
        .orElseThrow(() -> new ApiException(404, "proxy not found"));
  }

  private Toxic toxic(Request request) {
    return proxy(request).toxics().stream()
        .filter(toxic -> toxic.name().equals(request.part(3)))
        .findFirst()
        .orElseThrow(() -> new ApiException(404, "toxic not found"));
  }

  private Reply list() {
    Map<String, Object> byName = new LinkedHashMap<>();
    all().forEach(proxy -> byName.put(proxy.settings().name(), shown(proxy)));
    return Reply.json(OK, byName);
  }

  private Reply create(String body) {
    Proxies.Creation wanted = ToxiproxyBodies.proxy(JsonReader.parse(body, "body"), "");
    try {
      ManagedProxy created = proxies.createWithToxics(List.of(wanted)).getFirst();
      return Reply.json(CREATED, shown(created));
    } catch (ControlException e) {
      throw e.reason() == ControlException.Reason.EXISTS
          ? new ApiException(409, "proxy already exists")
          : e;
    }
  }

  private Reply populate(String body) {
    List<Proxies.Creation> wanted = new ArrayList<>();
    for (YamlNode node : JsonReader.parse(body, "body").list()) {
      wanted.add(ToxiproxyBodies.proxy(node, " at proxy " + (wanted.size() + 1)));
    }
    long names = wanted.stream().map(one -> one.settings().name()).distinct().count();
    if (names < wanted.size()) {
      throw new ApiException(400, "bad request body: a proxy's name stands there twice");
    }
    List<Object> shown = new ArrayList<>();
    proxies.populate(wanted).forEach(proxy -> shown.add(shown(proxy)));
    return Reply.json(CREATED, Map.of("proxies", shown));
  }

  private Reply update(Request request) {
    String name = proxy(request).settings().name();
    YamlMap map = JsonReader.parse(request.body(), "body").map();
    map.noKeysBut(ToxiproxyBodies.PROXY_KEYS);
    Optional<Endpoint> listen = ToxiproxyBodies.address(map, "listen", true);
    Optional<Endpoint> upstream = ToxiproxyBodies.address(map, "upstream", false);
    Optional<Boolean> enabled = ToxiproxyBodies.given(map, "enabled").map(YamlNode::bool);
    ManagedProxy changed =
        proxies.change(
            name,
            old ->
                old.withListen(listen.orElse(old.listen()))
                    .withUpstream(upstream.orElse(old.upstream()))
                    .withEnabled(enabled.orElse(old.enabled())));
    return Reply.json(OK, shown(changed));
  }

  private Reply delete(Request request) {
    proxies.remove(proxy(request).settings().name());
    return Reply.none();
  }

  private Reply addToxic(Request request) {
    String name = proxy(request).settings().name();
    Toxic added = ToxiproxyBodies.toxic(JsonReader.parse(request.body(), "body"));
    proxies.changeToxics(
        name,
        toxics -> {
          if (toxics.stream().anyMatch(toxic -> toxic.name().equals(added.name()))) {
            throw new ApiException(409, "toxic already exists");
          }
          List<Toxic> more = new ArrayList<>(toxics);
          more.add(added);
          return more;
        });
    return Reply.json(OK, shown(added));
  }

  private Reply updateToxic(Request request) {
    Toxic old = toxic(request);
    Toxic changed = ToxiproxyBodies.changed(old, JsonReader.parse(request.body(), "body"));
    proxies.changeToxics(
        request.part(1),
        toxics ->
            toxics.stream()
                .map(toxic -> toxic.name().equals(old.name()) ? changed : toxic)
                .toList());
    return Reply.json(OK, shown(changed));
  }

  private Reply removeToxic(Request request) {
    Toxic old = toxic(request);
    proxies.changeToxics(
        request.part(1),
        toxics -> toxics.stream().filter(one -> !one.name().equals(old.name())).toList());
    return Reply.none();
  }

  private static Map<String, Object> shown(ManagedProxy proxy) {
    ProxySettings settings = proxy.settings();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", settings.name());
    shown.put("listen", address(settings.listen()));
    shown.put("upstream", address(settings.upstream()));
    shown.put("enabled", settings.enabled());
    shown.put("toxics", toxics(proxy));
    return shown;
  }

  /** An address without its scheme, as toxiproxy writes it. */
  private static String address(Endpoint endpoint) {
    return endpoint.toString().substring("tcp://".length());
  }

  /** Those of the way to the server first. */
  private static List<Object> toxics(ManagedProxy proxy) {
    List<Object> shown = new ArrayList<>();
    for (boolean upstream : new boolean[] {true, false}) {
      proxy.toxics().stream()
          .filter(toxic -> toxic.upstream() == upstream)
          .forEach(toxic -> shown.add(shown(toxic)));
    }
    return shown;
  }

  static Map<String, Object> shown(Toxic toxic) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    toxic.type().attributes().forEach(key -> attributes.put(key, toxic.attributes().get(key)));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("attributes", attributes);
    shown.put("name", toxic.name());
    shown.put("type", toxic.type().word().toLowerCase(Locale.ROOT));
    shown.put("stream", toxic.stream());
    double toxicity = toxic.toxicity();
    shown.put("toxicity", toxicity == Math.rint(toxicity) ? (Object) (int) toxicity : toxicity);
    return shown;
  }
}
