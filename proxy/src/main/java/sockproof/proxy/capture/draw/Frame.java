package sockproof.proxy.capture.draw;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;

/** A packet that has been drawn. Until it is written, it can be remarked on, or taken back. */
final class Frame {
  /** What the packets of one event have in common. Two are never equal. */
  static final class Lot {
    private final Object owner;
    private final Bytes bytes;

    /**
     * Of one event.
     *
     * @param owner by whom the event can be asked for
     * @param bytes those of the event
     */
    Lot(Object owner, Bytes bytes) {
      this.owner = owner;
      this.bytes = bytes;
    }

    Bytes bytes() {
      return bytes;
    }

    /** True if these very bytes came with it: of the same array, not just equal ones. */
    @SuppressWarnings({"ReferenceEquality", "ArrayEquals"}) // see above
    boolean brought(Object whom, Bytes part) {
      return owner == whom
          && part.backingArray() == bytes.backingArray()
          && part.arrayOffset() >= bytes.arrayOffset()
          && part.arrayOffset() + part.length() <= bytes.arrayOffset() + bytes.length();
    }
  }

  private final int interfaceId;
  private final long epochNanos;
  private final boolean outbound;
  private final Bytes packet;
  private final @Nullable Lot lot;
  private final List<String> comments;
  private boolean withdrawn;

  Frame(
      int interfaceId,
      long epochNanos,
      boolean outbound,
      Bytes packet,
      List<String> comments,
      @Nullable Lot lot) {
    this.interfaceId = interfaceId;
    this.epochNanos = epochNanos;
    this.outbound = outbound;
    this.packet = packet;
    this.comments = new ArrayList<>(comments);
    this.lot = lot;
  }

  int interfaceId() {
    return interfaceId;
  }

  long epochNanos() {
    return epochNanos;
  }

  int lengthBytes() {
    return packet.length();
  }

  /** What it belongs to, where that may be asked for. */
  @Nullable Lot lot() {
    return lot;
  }

  void remark(String comment) {
    comments.add(comment);
  }

  /** It has never been. */
  void withdraw() {
    withdrawn = true;
  }

  boolean isWithdrawn() {
    return withdrawn;
  }

  Bytes block() {
    return PcapngBlocks.enhancedPacket(interfaceId, epochNanos, outbound, packet, comments);
  }
}
