package sockproof.harness.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sockproof.harness.exchange.Exchange;

/**
 * Repeats of cases that wait for a deadline, begun before it is known whether they are needed: to
 * wait for the case and then once more for its repeats would take twice as long, and waiting costs
 * nothing. Safe for use by several threads.
 */
final class EarlyRepeats {
  private final ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Exchange, List<Future<Trial>>> begun = new HashMap<>();
  private boolean closed;

  /** Begins so many repeats of a case, unless there are some already. */
  synchronized void begin(Exchange exchange, int times, Callable<Trial> run) {
    if (closed || begun.containsKey(exchange)) {
      return;
    }
    List<Future<Trial>> repeats = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      repeats.add(pool.submit(run));
    }
    begun.put(exchange, repeats);
  }

  /** Gives the repeats of a case to whoever needs them now; none where none were begun. */
  synchronized List<Future<Trial>> take(Exchange exchange) {
    List<Future<Trial>> repeats = begun.remove(exchange);
    return repeats == null ? List.of() : repeats;
  }

  /** Ends all that nobody took, and returns when they have ended. */
  void close() {
    synchronized (this) {
      closed = true;
      begun.values().forEach(repeats -> repeats.forEach(repeat -> repeat.cancel(true)));
      begun.clear();
    }
    pool.close();
  }
}
