package sockproof.proxy.sim;

import java.util.ArrayList;
import java.util.List;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Timers;

/** The kernel buffer of one receiver, and the program that reads from it. */
final class SimulatedReceiver {
  private final Reader reader;
  private final Timers clock;
  private final Runnable whenAllRead;
  private final List<Bytes> buffer = new ArrayList<>();
  private final List<Bytes> reads = new ArrayList<>();
  private boolean readPlanned;
  private boolean asked;

  /**
   * A receiver.
   *
   * @param whenAllRead run once after {@link #awaitRead}, when the buffer is empty
   */
  SimulatedReceiver(Reader reader, Timers clock, Runnable whenAllRead) {
    this.reader = reader;
    this.clock = clock;
    this.whenAllRead = whenAllRead;
  }

  void deliver(Bytes bytes) {
    buffer.add(bytes);
    planRead();
  }

  void awaitRead() {
    asked = true;
    if (buffer.isEmpty()) {
      clock.at(clock.nowNanos(), this::answer);
    }
  }

  List<Bytes> reads() {
    return List.copyOf(reads);
  }

  private void planRead() {
    if (!readPlanned && !buffer.isEmpty() && reader.maxBytes() > 0) {
      readPlanned = true;
      clock.at(clock.nowNanos() + reader.delayNanos(), this::read);
    }
  }

  private void read() {
    readPlanned = false;
    Bytes all = Bytes.concat(buffer);
    int size = Math.min(all.length(), reader.maxBytes());
    reads.add(all.slice(0, size));
    buffer.clear();
    if (size < all.length()) {
      buffer.add(all.slice(size, all.length()));
      planRead();
    } else {
      answer();
    }
  }

  private void answer() {
    if (asked && buffer.isEmpty()) {
      asked = false;
      whenAllRead.run();
    }
  }
}
