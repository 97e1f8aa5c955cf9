package sockproof.proxy.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.trace.TraceEvent.Kind;

/**
 * The last stage of a direction: keeps the order, carries out the gates and gathers what may be
 * merged into one send. While a question to the kernel ("has it been read?") is open, nothing but a
 * plain end is sent.
 */
final class StreamEgress implements StreamFlow {
  private static final int MAX_BATCH_BYTES = 64 << 10;

  private final Direction direction;
  private final StreamPort port;
  private final Tracer tracer;
  private final ConnectionEnd connection;
  private final @Nullable MessageTracker messages;

  private final Deque<Segment> queue = new ArrayDeque<>();
  private final Deque<StreamAction.Close> ends = new ArrayDeque<>();
  private final List<Segment> batch = new ArrayList<>();
  private int batchBytes;
  private long queuedCost;
  private long takenBytes;
  private long sentBytes;
  private long readBytes;
  private boolean asking;
  private boolean ending;
  private boolean finished;

  /**
   * The end of a direction.
   *
   * @param messages counts the messages that come here, where a framing is known
   */
  StreamEgress(
      Direction direction,
      StreamPort port,
      Tracer tracer,
      ConnectionEnd connection,
      @Nullable MessageTracker messages) {
    this.messages = messages;
    this.direction = direction;
    this.port = port;
    this.tracer = tracer;
    this.connection = connection;
  }

  @Override
  public void segment(Segment segment) {
    if (connection.isReset()) {
      discard(segment, "the connection was reset");
      return;
    }
    if (ending) {
      // A fault ended the direction and was taken out of the plan since.
      discard(segment, "the direction has ended");
      return;
    }
    takenBytes += segment.length();
    if (messages != null) {
      messages.takeAll(segment.bytes());
    }
    queue.add(segment);
    queuedCost += segment.cost();
    carryOn();
  }

  @Override
  public void end(StreamAction.Close close) {
    if (connection.isReset()) {
      return;
    }
    if (close.order() == StreamAction.Close.Order.OVERTAKING) {
      discardQueue(String.join(", ", close.by()));
    }
    ending = true;
    ends.add(close);
    carryOn();
  }

  @Override
  public long offset() {
    return takenBytes;
  }

  @Override
  public @Nullable MessageTracker messages() {
    return messages;
  }

  /** The other direction has closed the connection: FIN goes this way too, at once. */
  void hangUp(String reason) {
    if (!finished) {
      flush();
      discardQueue(reason);
      ends.clear();
      ending = true;
      finished = true;
      tracer.record(direction, Kind.FIN_DELIVERED, Bytes.empty(), reason);
      port.close(direction, StreamAction.Close.How.FIN);
    }
  }

  /** So many bytes have gone by before there were any faults. */
  void goOnAt(long bytes) {
    takenBytes = bytes;
  }

  /** The receiver has read everything that was sent. */
  void readByPeer() {
    if (asking) {
      tracer.record(direction, Kind.READ_BY_PEER, Bytes.empty(), sentBytes + " bytes in all");
      goOnUnread();
    }
  }

  /** The next piece may go, although nobody saw the receiver read the last one. */
  void goOnUnread() {
    if (asking) {
      asking = false;
      readBytes = sentBytes;
      carryOn();
    }
  }

  /** Sends what was gathered. Called at the end of every event. */
  void flush() {
    if (!batch.isEmpty()) {
      Segment gathered = Segment.join(batch);
      batch.clear();
      batchBytes = 0;
      deliver(gathered);
    }
  }

  private void deliver(Segment segment) {
    long since = Math.min(segment.sinceNanos(), tracer.timers().nowNanos());
    tracer.record(direction, Kind.DELIVERED, segment.bytes(), segment.by(), segment.by(), since);
    port.send(direction, segment.bytes());
  }

  /** The receiver is gone, or the connection was reset: forgets what is queued. */
  void abandon(String reason) {
    batch.forEach(segment -> discard(segment, reason));
    batch.clear();
    batchBytes = 0;
    discardQueue(reason);
    ends.clear();
    finished = true;
  }

  private void discardQueue(String reason) {
    queue.forEach(segment -> discard(segment, reason));
    queue.clear();
    queuedCost = 0;
  }

  private void discard(Segment segment, String reason) {
    tracer.record(direction, Kind.DISCARDED, segment.bytes(), reason);
  }

  /** What it costs to hold what waits here, in bytes. */
  long queuedCost() {
    return queuedCost;
  }

  /** True when nothing more is sent in this direction: FIN or RST has been sent. */
  boolean isFinished() {
    return finished;
  }

  private void carryOn() {
    while (!asking && !queue.isEmpty()) {
      Segment segment = queue.element();
      if (segment.gate() == Segment.Gate.LOCKSTEP && sentBytes > readBytes) {
        ask();
        return;
      }
      queue.remove();
      queuedCost -= segment.cost();
      send(segment);
    }
    while (queue.isEmpty() && !ends.isEmpty() && !connection.isReset()) {
      StreamAction.Close close = ends.element();
      if (close.order() == StreamAction.Close.Order.AFTER_READ && sentBytes > readBytes) {
        ask();
        return;
      }
      ends.remove();
      close(close);
    }
  }

  private void send(Segment segment) {
    sentBytes += segment.length();
    if (segment.gate() == Segment.Gate.NONE) {
      if (batchBytes + segment.length() > MAX_BATCH_BYTES) {
        flush();
      }
      batch.add(segment);
      batchBytes += segment.length();
      return;
    }
    flush();
    deliver(segment);
    if (segment.gate() == Segment.Gate.LOCKSTEP) {
      ask();
    }
  }

  private void ask() {
    if (!asking) {
      flush();
      asking = true;
      port.awaitRead(direction);
    }
  }

  private void close(StreamAction.Close close) {
    boolean reset = close.how() == StreamAction.Close.How.RESET;
    if (close.how() == StreamAction.Close.How.CLOSE) {
      connection.close();
    }
    if (finished && !reset) {
      return;
    }
    flush();
    finished = true;
    if (reset) {
      connection.reset();
    }
    tracer.record(
        direction, reset ? Kind.RESET_DELIVERED : Kind.FIN_DELIVERED, Bytes.empty(), close.by());
    port.close(direction, reset ? close.how() : StreamAction.Close.How.FIN);
  }
}
