package sockproof.proxy.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sockproof.proxy.control.ManagedProxy;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.control.ProxyReader;
import sockproof.proxy.control.ProxySettings;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.JsonReader;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.relay.ConnectionState;
import sockproof.proxy.trace.Traffic;

/** Sockproof's own resources, for every network and every fault, below {@code /sockproof/v1}. */
final class SockproofApi {
  private static final String PROXIES = "/sockproof/v1/proxies";
  private static final int NAME = 3;
  private static final int FAULT = 5;

  private final Proxies proxies;

  SockproofApi(Proxies proxies) {
    this.proxies = proxies;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/sockproof/v1/openapi.json", request -> Reply.json(200, OpenApi.document()))
        .on("GET", PROXIES, request -> Reply.json(200, Map.of("proxies", shown(proxies.all()))))
        .on("POST", PROXIES, request -> create(request.body()))
        .on("GET", PROXIES + "/*", request -> Reply.json(200, shown(proxy(request))))
        .on("PATCH", PROXIES + "/*", this::change)
        .on("DELETE", PROXIES + "/*", this::remove)
        .on("GET", PROXIES + "/*/connections", this::connections)
        .on("GET", PROXIES + "/*/faults", request -> faults(200, proxy(request)))
        .on("PUT", PROXIES + "/*/faults", this::replaceFaults)
        .on("POST", PROXIES + "/*/faults", this::addFaults)
        .on("DELETE", PROXIES + "/*/faults/*", this::removeFault);
  }

  private ManagedProxy proxy(Request request) {
    return proxies.get(request.part(NAME));
  }

  private Reply create(String body) {
    ProxyReader reader =
        new ProxyReader(OptionalLong.empty(), new java.security.SecureRandom().nextLong());
    List<ProxySettings> wanted = reader.proxies(JsonReader.parse(body, "body"));
    return Reply.json(201, Map.of("proxies", shown(proxies.create(wanted))));
  }

  private Reply change(Request request) {
    ManagedProxy proxy = proxy(request);
    YamlMap map = JsonReader.parse(request.body(), "body").map();
    map.noKeysBut(List.of("enabled", "listen", "upstream", "faults"));
    ProxySettings now = proxy.settings();
    Endpoint listen = map.optional("listen").map(ProxyReader::endpoint).orElse(now.listen());
    Endpoint upstream = map.optional("upstream").map(ProxyReader::endpoint).orElse(now.upstream());
    for (Map.Entry<String, Endpoint> one :
        Map.of("listen", listen, "upstream", upstream).entrySet()) {
      if (one.getValue().medium() != proxy.settings().listen().medium()
          && one.getValue().medium() != proxy.settings().upstream().medium()) {
        throw map.error(one.getKey(), "this is another kind of socket; create another proxy.");
      }
    }
    Optional<Boolean> enabled = map.optional("enabled").map(YamlNode::bool);
    Optional<Plan> plan =
        map.optional("faults").map(node -> ProxyReader.plan(node, listen, now.framing()));
    ManagedProxy changed =
        proxies.change(
            now.name(),
            old ->
                old.withListen(listen)
                    .withUpstream(upstream)
                    .withEnabled(enabled.orElse(old.enabled()))
                    .withPlan(plan.orElse(old.plan())));
    return Reply.json(200, shown(changed));
  }

  private Reply remove(Request request) {
    proxies.remove(request.part(NAME));
    return Reply.none();
  }

  private Plan read(ManagedProxy proxy, String body) {
    ProxySettings settings = proxy.settings();
    return ProxyReader.plan(JsonReader.parse(body, "body"), settings.listen(), settings.framing());
  }

  private Reply replaceFaults(Request request) {
    Plan plan = read(proxy(request), request.body());
    return faults(200, proxies.changeFaults(request.part(NAME), old -> plan));
  }

  private Reply addFaults(Request request) {
    Plan more = read(proxy(request), request.body());
    return faults(
        201,
        proxies.changeFaults(
            request.part(NAME),
            old -> {
              List<PlannedFault> all = new ArrayList<>(old.faults());
              all.addAll(more.faults());
              return new Plan(all);
            }));
  }

  private Reply removeFault(Request request) {
    proxies.changeFaults(
        request.part(NAME),
        old -> {
          int index = old.labels().indexOf(request.part(FAULT));
          if (index < 0) {
            throw new ApiException(404, "There is no fault `" + request.part(FAULT) + "`.");
          }
          List<PlannedFault> rest = new ArrayList<>(old.faults());
          rest.remove(index);
          return new Plan(rest);
        });
    return Reply.none();
  }

  private static Reply faults(int status, ManagedProxy proxy) {
    Plan plan = proxy.settings().plan();
    List<Object> shown = new ArrayList<>();
    for (int i = 0; i < plan.faults().size(); i++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", plan.labels().get(i));
      one.put("fault", plan.faults().get(i).toData());
      shown.add(one);
    }
    return Reply.json(status, Map.of("faults", shown));
  }

  private Reply connections(Request request) {
    List<Object> shown = new ArrayList<>();
    for (ConnectionState state : proxy(request).connections()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("number", state.number());
      one.put("client", state.client().toString());
      one.put("open-seconds", state.openNanos() / 1e9);
      one.putAll(shown(state.traffic()));
      shown.add(one);
    }
    return Reply.json(200, Map.of("connections", shown));
  }

  private static List<Object> shown(List<ManagedProxy> all) {
    List<Object> shown = new ArrayList<>();
    all.forEach(proxy -> shown.add(shown(proxy)));
    return shown;
  }

  private static Map<String, Object> shown(ManagedProxy proxy) {
    ProxySettings settings = proxy.settings();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", settings.name());
    shown.put("listen", settings.listen().toString());
    shown.put("upstream", settings.upstream().toString());
    shown.put("enabled", settings.enabled());
    shown.put("framing", settings.framing().word());
    shown.put("seed", settings.seed());
    shown.put("faults", settings.plan().toData());
    shown.put("toxics", proxy.toxics().stream().map(ToxiproxyApi::shown).toList());
    Map<String, Object> connections = new LinkedHashMap<>();
    connections.put("open", proxy.connections().size());
    connections.put("total", proxy.opened());
    shown.put("connections", connections);
    shown.putAll(shown(proxy.traffic()));
    return shown;
  }

  private static Map<String, Object> shown(Traffic traffic) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("to-server", shown(traffic.toServer()));
    shown.put("to-client", shown(traffic.toClient()));
    shown.put("faults-applied", traffic.faults());
    return shown;
  }

  private static Map<String, Object> shown(Traffic.Way way) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("received-bytes", way.receivedBytes());
    shown.put("received-units", way.receivedUnits());
    shown.put("delivered-bytes", way.deliveredBytes());
    shown.put("delivered-units", way.deliveredUnits());
    return shown;
  }
}
