package sockproof.proxy.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceSink;

/**
 * The proxies of one program, by name. Each change is made as a whole or not at all. Safe for use
 * by many threads.
 */
public final class Proxies implements AutoCloseable {
  private final Function<String, TraceSink> traces;
  private final RelayConfig.Recorded recorded;
  private final Map<String, ManagedProxy> byName = new ConcurrentSkipListMap<>();

  /**
   * No proxies yet.
   *
   * @param traces who is told of the events of the proxy of a name
   * @param recorded how much that one is told
   */
  public Proxies(Function<String, TraceSink> traces, RelayConfig.Recorded recorded) {
    this.traces = traces;
    this.recorded = recorded;
  }

  /** All proxies, by name in order. */
  public List<ManagedProxy> all() {
    return List.copyOf(byName.values());
  }

  /** The proxy of a name. */
  public Optional<ManagedProxy> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Creates proxies and starts those that are enabled: all of them, or none.
   *
   * @return the new proxies, in the order given
   * @throws ControlException if a name is taken or an address cannot be had; nothing has changed
   */
  public synchronized List<ManagedProxy> create(Collection<ProxySettings> settings) {
    List<ManagedProxy> created = new ArrayList<>();
    try {
      for (ProxySettings one : settings) {
        if (byName.containsKey(one.name()) || isAmong(created, one.name())) {
          throw new ControlException(
              ControlException.Reason.EXISTS,
              "There is a proxy `" + one.name() + "` already; remove it first or use its name.");
        }
        ManagedProxy proxy =
            new ManagedProxy(
                one,
                relayConfig ->
                    relayConfig.withTrace(traces.apply(one.name())).withRecorded(recorded));
        proxy.start();
        created.add(proxy);
      }
    } catch (ControlException e) {
      created.forEach(ManagedProxy::stop);
      throw e;
    }
    created.forEach(proxy -> byName.put(proxy.settings().name(), proxy));
    return created;
  }

  private static boolean isAmong(List<ManagedProxy> proxies, String name) {
    return proxies.stream().anyMatch(proxy -> proxy.settings().name().equals(name));
  }

  /**
   * Takes no more connections, and waits until those that there are have ended, all proxies
   * together.
   *
   * @return true when all have ended in time
   */
  public synchronized boolean drain(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<Relay> running =
        byName.values().stream().flatMap(proxy -> proxy.relay().stream()).toList();
    running.forEach(Relay::stopAccepting);
    boolean ended = true;
    for (Relay relay : running) {
      ended &= relay.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return ended;
  }

  /** Ends every connection of every proxy and releases all addresses. */
  @Override
  public synchronized void close() {
    byName.values().forEach(ManagedProxy::stop);
    byName.clear();
  }
}
