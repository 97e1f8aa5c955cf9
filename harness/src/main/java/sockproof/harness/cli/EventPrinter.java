package sockproof.harness.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/**
 * Prints what happens in relays on standard error: errors, or everything with {@code -v}. Printing
 * has a thread of its own, and what it cannot keep up with is counted, so that a slow terminal
 * never holds up the relay.
 */
final class EventPrinter implements AutoCloseable {
  private static final int MAX_WAITING = 4096;

  private final Console console;
  private final BlockingQueue<Supplier<String>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong skipped = new AtomicLong();
  private final Thread printer;

  EventPrinter(Console console) {
    this.console = console;
    this.printer = Thread.ofPlatform().daemon().name("events").start(this::print);
  }

  /** How much the relay is to tell. */
  RelayConfig.Recorded wanted() {
    return console.verbose()
        ? RelayConfig.Recorded.EVERYTHING
        : RelayConfig.Recorded.FAULTS_AND_ERRORS;
  }

  /**
   * What prints the events of one of several proxies.
   *
   * @param name the proxy's name, with which each line begins; none if empty
   */
  TraceSink of(String name) {
    String start = name.isEmpty() ? "" : name + ": ";
    return event -> {
      boolean wanted = console.verbose() || event.kind() == TraceEvent.Kind.ERROR;
      if (wanted && !waiting.offer(() -> start + event)) {
        skipped.incrementAndGet();
      }
    };
  }

  private void print() {
    try {
      while (true) {
        console.note(waiting.take().get());
        long missed = skipped.getAndSet(0);
        if (missed > 0) {
          console.note("… and " + missed + " more events, not printed");
        }
      }
    } catch (InterruptedException e) {
      // Nothing is left to print for.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    printer.interrupt();
  }
}
