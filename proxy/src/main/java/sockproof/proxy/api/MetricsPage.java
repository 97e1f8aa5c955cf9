package sockproof.proxy.api;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import sockproof.proxy.control.ManagedProxy;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.trace.Traffic;

/**
 * {@code /metrics} in the formats of Prometheus, counted when it is asked for; {@code /healthz}.
 */
final class MetricsPage {
  private final Proxies proxies;
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsPage(Proxies proxies) {
    this.proxies = proxies;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/metrics", request -> metrics(request.accept()))
        .on(
            "GET",
            "/healthz",
            request ->
                new Reply(
                    200, "text/plain; charset=utf-8", "ok\n".getBytes(StandardCharsets.UTF_8)));
  }

  private Reply metrics(String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer.write(text, snapshots());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Reply(200, writer.getContentType(), text.toByteArray());
  }

  private MetricSnapshots snapshots() {
    Families families = new Families();
    proxies.all().forEach(families::add);
    return families.build();
  }

  /** All metrics, which are filled proxy by proxy. */
  private static final class Families {
    private final CounterSnapshot.Builder connections =
        counter("sockproof_connections", "Connections, or datagram sessions, in all");
    private final GaugeSnapshot.Builder open =
        GaugeSnapshot.builder()
            .name("sockproof_connections_open")
            .help("Connections, or datagram sessions, that are open");
    private final CounterSnapshot.Builder bytes =
        counter("sockproof_bytes", "Bytes received from senders and delivered to receivers");
    private final CounterSnapshot.Builder datagrams =
        counter("sockproof_datagrams", "Datagrams received and delivered");
    private final CounterSnapshot.Builder faults =
        counter("sockproof_faults_applied", "How often a fault had a hand in something");
    private final SummarySnapshot.Builder delays =
        SummarySnapshot.builder()
            .name("sockproof_added_delay_seconds")
            .help("From the arrival of bytes to their delivery, where there are faults");

    void add(ManagedProxy proxy) {
      String name = proxy.settings().name();
      Traffic traffic = proxy.traffic();
      connections.dataPoint(count(proxy.opened(), Labels.of("proxy", name)));
      open.dataPoint(
          GaugeDataPointSnapshot.builder()
              .value(proxy.connections().size())
              .labels(Labels.of("proxy", name))
              .build());
      traffic
          .faults()
          .forEach(
              (fault, times) ->
                  faults.dataPoint(count(times, Labels.of("proxy", name, "fault", fault))));
      boolean isStream = proxy.settings().listen().medium().isStream();
      add(name, "server", traffic.toServer(), isStream);
      add(name, "client", traffic.toClient(), isStream);
    }

    private void add(String name, String to, Traffic.Way way, boolean isStream) {
      bytes.dataPoint(count(way.receivedBytes(), labels(name, to, "received")));
      bytes.dataPoint(count(way.deliveredBytes(), labels(name, to, "delivered")));
      if (!isStream) {
        datagrams.dataPoint(count(way.receivedUnits(), labels(name, to, "received")));
        datagrams.dataPoint(count(way.deliveredUnits(), labels(name, to, "delivered")));
      }
      delays.dataPoint(
          SummaryDataPointSnapshot.builder()
              .count(way.delayedUnits())
              .sum(way.delayNanos() / 1e9)
              .labels(Labels.of("proxy", name, "to", to))
              .build());
    }

    MetricSnapshots build() {
      return MetricSnapshots.of(
          connections.build(),
          open.build(),
          bytes.build(),
          datagrams.build(),
          faults.build(),
          delays.build());
    }
  }

  private static CounterSnapshot.Builder counter(String name, String help) {
    return CounterSnapshot.builder().name(name).help(help);
  }

  private static Labels labels(String proxy, String to, String what) {
    return Labels.of("proxy", proxy, "to", to, "what", what);
  }

  private static CounterDataPointSnapshot count(long value, Labels labels) {
    return CounterDataPointSnapshot.builder().value((double) value).labels(labels).build();
  }
}
