package sockproof.proxy.capture.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import sockproof.proxy.core.Bytes;

/**
 * A capture as the blocks of a pcapng file, packets in the order of time. A packet stays open for a
 * while, since what became of it, and through which fault, is known only after it came. Used by one
 * thread at a time.
 */
public final class Film {
  /** How long a packet stays open. */
  public static final long OPEN_NANOS = 500_000_000;

  /** How many bytes of packets stay open; beyond that the oldest is written. */
  private static final long MAX_OPEN_BYTES = 8 << 20;

  /** What an open packet costs beside its bytes. */
  private static final int FRAME_COST_BYTES = 200;

  private static final String WHAT =
      "What a Sockproof relay received (inbound) and delivered (outbound). The bytes, their cuts, "
          + "FIN, RST, addresses and times are what the relay's sockets saw; handshakes, ACKs, "
          + "sequence numbers and windows are drawn to fit.";

  private record Open(Frame frame, long order, long sinceNanos) {}

  /** An interface, and what it has seen. */
  private static final class Counts {
    private long packets;
    private long leftOut;
  }

  private final Consumer<Bytes> out;
  private final PriorityQueue<Open> open =
      new PriorityQueue<>(
          Comparator.comparingLong((Open one) -> one.frame().epochNanos())
              .thenComparingLong(Open::order));
  private final OpenLots lots = new OpenLots();
  private final List<Counts> interfaces = new ArrayList<>();
  private final List<String> endNotes = new ArrayList<>();
  private long nowNanos;
  private long openBytes;
  private long order;
  private long written;
  private long lastEpochNanos;
  private int lastId;

  /**
   * Begins a capture.
   *
   * @param application who writes it
   * @param out takes each block as it is done
   */
  public Film(String application, Consumer<Bytes> out) {
    this.out = out;
    out.accept(PcapngBlocks.sectionHeader(application, WHAT));
  }

  /** Adds an interface and gives its number. */
  int newInterface(String name, String description) {
    out.accept(PcapngBlocks.interfaceDescription(name, description));
    interfaces.add(new Counts());
    return interfaces.size() - 1;
  }

  /** The identification of the next IPv4 packet. */
  int nextId() {
    lastId = lastId % 0xffff + 1;
    return lastId;
  }

  /** Adds a packet. */
  void add(Frame frame) {
    open.add(new Open(frame, order++, nowNanos));
    if (frame.lot() != null) {
      lots.add(frame, frame.lot());
    }
    openBytes += frame.lengthBytes() + FRAME_COST_BYTES;
    while (openBytes > MAX_OPEN_BYTES) {
      writeNext();
    }
  }

  /** Remarks on the packet that brought these very bytes; false where it cannot be done. */
  boolean remark(Object owner, Bytes bytes, String comment) {
    Frame frame = lots.find(owner, bytes);
    if (frame != null) {
      frame.remark(comment);
    }
    return frame != null;
  }

  /** Takes back the packets that carry these very bytes, if they are still open. */
  void withdraw(Object owner, Bytes bytes) {
    lots.withdraw(owner, bytes);
  }

  /** Packets of an interface will never be in the file. */
  void leftOut(int interfaceId, long packets) {
    interfaces.get(interfaceId).leftOut += packets;
  }

  /** A line for the end of the file. */
  public void noteAtEnd(String note) {
    endNotes.add(note);
  }

  /**
   * Time passes: writes the packets that have been open for long enough.
   *
   * @param now nanoseconds of a clock that never goes back
   */
  public void advance(long now) {
    nowNanos = now;
    Open next = open.peek();
    while (next != null && now - next.sinceNanos() >= OPEN_NANOS) {
      writeNext();
      next = open.peek();
    }
  }

  /** True when every packet has been written. */
  public boolean isIdle() {
    return open.isEmpty();
  }

  /** How many packets have been written. */
  public long written() {
    return written;
  }

  /** Writes what is open, and the statistics. */
  public void finish() {
    while (!open.isEmpty()) {
      writeNext();
    }
    for (int i = 0; i < interfaces.size(); i++) {
      Counts counts = interfaces.get(i);
      List<String> notes = new ArrayList<>(endNotes);
      if (counts.leftOut > 0) {
        notes.add(counts.leftOut + " packets are left out: writing could not keep up");
      }
      out.accept(
          PcapngBlocks.interfaceStatistics(
              i, lastEpochNanos, counts.packets + counts.leftOut, counts.leftOut, notes));
    }
  }

  private void writeNext() {
    Frame frame = open.remove().frame();
    openBytes -= frame.lengthBytes() + FRAME_COST_BYTES;
    if (frame.lot() != null) {
      lots.remove(frame, frame.lot());
    }
    if (frame.isWithdrawn()) {
      return;
    }
    interfaces.get(frame.interfaceId()).packets++;
    written++;
    lastEpochNanos = Math.max(lastEpochNanos, frame.epochNanos());
    out.accept(frame.block());
  }
}
