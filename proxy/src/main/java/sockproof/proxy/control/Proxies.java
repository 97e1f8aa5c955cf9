package sockproof.proxy.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import sockproof.proxy.control.ControlException.Reason;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.relay.Relay;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceSink;

/**
 * The proxies of one program, by name. Each change is made as a whole or not at all, one at a time.
 * Safe for use by many threads.
 */
public final class Proxies implements AutoCloseable {
  private final Function<String, TraceSink> traces;
  private final RelayConfig.Recorded recorded;
  private final Map<String, ManagedProxy> byName = new ConcurrentSkipListMap<>();
  private boolean closed;

  /** A proxy to be created, with the toxics that it has from the start. */
  public record Creation(ProxySettings settings, List<Toxic> toxics) {
    public Creation {
      toxics = List.copyOf(toxics);
    }
  }

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

  /** The proxy of a name, if there is one. */
  public Optional<ManagedProxy> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The proxy of a name.
   *
   * @throws ControlException if there is none
   */
  public ManagedProxy get(String name) {
    return find(name)
        .orElseThrow(
            () -> new ControlException(Reason.NOT_FOUND, "There is no proxy `" + name + "`."));
  }

  /**
   * Creates proxies and starts those that are enabled: all of them, or none.
   *
   * @return the new proxies, in the order given
   * @throws ControlException if a name is taken or an address cannot be had; nothing has changed
   */
  public List<ManagedProxy> create(Collection<ProxySettings> settings) {
    return createWithToxics(settings.stream().map(one -> new Creation(one, List.of())).toList());
  }

  /** Likewise, with toxics. */
  public synchronized List<ManagedProxy> createWithToxics(List<Creation> wanted) {
    List<ManagedProxy> created = new ArrayList<>();
    try {
      checkOpen();
      for (Creation one : wanted) {
        String name = one.settings().name();
        if (byName.containsKey(name) || isAmong(created, name)) {
          throw new ControlException(
              Reason.EXISTS,
              "There is a proxy `" + name + "` already; remove it first or use its name.");
        }
        ManagedProxy proxy = proxy(one);
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

  private ManagedProxy proxy(Creation one) {
    String name = one.settings().name();
    // Nobody reads the histories, whose bytes would fill the memory of a program that runs for
    // long.
    UnaryOperator<RelayConfig> observed =
        config ->
            config.withTrace(traces.apply(name)).withRecorded(recorded).withMaxHistoryEvents(0);
    return new ManagedProxy(one.settings(), observed).withToxics(one.toxics());
  }

  private void checkOpen() {
    if (closed) {
      throw new ControlException(Reason.REFUSED, "The program is ending.");
    }
  }

  private static boolean isAmong(List<ManagedProxy> proxies, String name) {
    return proxies.stream().anyMatch(proxy -> proxy.settings().name().equals(name));
  }

  /**
   * Creates proxies; one whose name is taken is kept where its addresses are the same, and replaced
   * where they are not. Where one cannot be started nothing has changed, except that the
   * connections of those to be replaced have ended.
   */
  public synchronized List<ManagedProxy> populate(List<Creation> wanted) {
    List<ManagedProxy> replaced = new ArrayList<>();
    List<Creation> missing = new ArrayList<>();
    for (Creation one : wanted) {
      ManagedProxy known = byName.get(one.settings().name());
      if (known != null && !hasAddresses(known, one.settings())) {
        replaced.add(known);
      }
      if (known == null || replaced.contains(known)) {
        missing.add(one);
      }
    }
    replaced.forEach(this::takeOut);
    try {
      createWithToxics(missing);
    } catch (ControlException e) {
      replaced.forEach(
          proxy -> {
            byName.put(proxy.settings().name(), proxy);
            proxy.start();
          });
      throw e;
    }
    for (Creation one : wanted) {
      ManagedProxy proxy = get(one.settings().name());
      proxy.replace(proxy.settings().withEnabled(one.settings().enabled()));
    }
    return wanted.stream().map(one -> get(one.settings().name())).toList();
  }

  private static boolean hasAddresses(ManagedProxy proxy, ProxySettings settings) {
    return proxy.settings().listen().equals(settings.listen())
        && proxy.settings().upstream().equals(settings.upstream());
  }

  private void takeOut(ManagedProxy proxy) {
    byName.remove(proxy.settings().name());
    proxy.stop();
  }

  /** Removes a proxy: ends its connections and releases its address. */
  public synchronized void remove(String name) {
    takeOut(get(name));
  }

  /** Changes a proxy's addresses, or whether it listens; see {@link ManagedProxy#replace}. */
  public synchronized ManagedProxy change(String name, UnaryOperator<ProxySettings> change) {
    checkOpen();
    ManagedProxy proxy = get(name);
    proxy.replace(change.apply(proxy.settings()));
    return proxy;
  }

  /** Changes a proxy's faults while its connections go on. */
  public synchronized ManagedProxy changeFaults(String name, UnaryOperator<Plan> change) {
    ManagedProxy proxy = get(name);
    proxy.replan(change.apply(proxy.settings().plan()), proxy.toxics());
    return proxy;
  }

  /** Changes a proxy's toxics while its connections go on. */
  public synchronized ManagedProxy changeToxics(String name, UnaryOperator<List<Toxic>> change) {
    ManagedProxy proxy = get(name);
    proxy.replan(proxy.settings().plan(), change.apply(proxy.toxics()));
    return proxy;
  }

  /**
   * Takes no more connections, and waits until those that there are have ended, all proxies
   * together.
   *
   * @return true when all have ended in time
   */
  public synchronized boolean drain(Duration atMost) {
    closed = true;
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
    closed = true;
    byName.values().forEach(ManagedProxy::stop);
    byName.clear();
  }
}
