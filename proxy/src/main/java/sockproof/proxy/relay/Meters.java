package sockproof.proxy.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.Meter;
import sockproof.proxy.trace.Traffic;

/** The meters of a relay: those of what is open, and the sum of what has ended. */
final class Meters {
  private record Open(SocketName client, long sinceNanos, Meter meter) {}

  private final Map<Integer, Open> open = new TreeMap<>();
  private Traffic ended = Traffic.NONE;
  private long opened;

  /** A new connection or session. */
  synchronized Meter open(int number, SocketName client) {
    Meter meter = new Meter();
    open.put(number, new Open(client, System.nanoTime(), meter));
    opened++;
    return meter;
  }

  /** It is over. */
  synchronized void close(int number) {
    Open over = open.remove(number);
    if (over != null) {
      ended = ended.and(over.meter().traffic());
    }
  }

  /** How many there were in all. */
  synchronized long opened() {
    return opened;
  }

  /** What all of them carried. */
  synchronized Traffic traffic() {
    Traffic sum = ended;
    for (Open one : open.values()) {
      sum = sum.and(one.meter().traffic());
    }
    return sum;
  }

  /** Those that are open, in the order of their numbers. */
  synchronized List<ConnectionState> states() {
    long now = System.nanoTime();
    List<ConnectionState> states = new ArrayList<>();
    open.forEach(
        (number, one) ->
            states.add(
                new ConnectionState(
                    number, one.client(), now - one.sinceNanos(), one.meter().traffic())));
    return states;
  }
}
