package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Objection;
import sockproof.proxy.plan.Settings;

/**
 * Flips bits. With offsets it flips so many bits of each byte named; without, so many anywhere in
 * each message or datagram, or in each read of a stream of no known framing.
 *
 * @param bits how many
 * @param at the offsets of the bytes; none for anywhere
 */
public record Corrupt(int bits, List<Long> at)
    implements FaultSpec.OnStream, FaultSpec.OnDatagrams {
  private static final int MAX_BITS = 1 << 20;

  private static final Key<Integer> BITS =
      Keys.count("bits", 1, MAX_BITS).orElse(1).doing("how many bits; with `at`, of each byte");
  private static final Key<List<Long>> AT =
      Keys.offsets("at").doing("the bytes concerned; without it, any");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onAll("corrupt", "flips bits")
          .keys(BITS, AT)
          .by(settings -> new Corrupt(settings.get(BITS), settings.find(AT).orElse(List.of())));

  public Corrupt {
    at = at.stream().sorted().distinct().toList();
  }

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none()
        .with(BITS, bits)
        .with(AT, at.isEmpty() ? Optional.empty() : Optional.of(at));
  }

  @Override
  public boolean worksOnMessages() {
    return true;
  }

  @Override
  public Optional<Objection> objection(Medium medium, Framing framing) {
    if (!at.isEmpty() && bits > Byte.SIZE) {
      return Optional.of(
          new Objection(BITS.name(), "a byte has 8 bits; with `at`, `bits` is at most 8."));
    }
    return medium.isStream() && hasNegative()
        ? MessageParts.unknownEnd(AT, framing)
        : Optional.empty();
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    boolean atOnce =
        framing instanceof Framing.None ? !hasNegative() : !at.isEmpty() && !hasNegative();
    return atOnce ? new AtOnce(this) : new HeldMessages(this::corrupted);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new PassingDatagrams(
        (datagram, context) -> {
          int length = datagram.payload().length();
          BitSet flips = flips(0, length, length, context.random());
          context.act(
              new DatagramAction.Deliver(
                  flips.isEmpty()
                      ? datagram
                      : datagram.withPayload(flipped(datagram.payload(), flips, 0))));
        });
  }

  private boolean hasNegative() {
    return at.stream().anyMatch(offset -> offset < 0);
  }

  /** The segments of a whole message with its bits flipped. */
  private List<Segment> corrupted(List<Segment> message, Context<StreamAction> context) {
    int length = message.stream().mapToInt(Segment::length).sum();
    BitSet flips = flips(0, length, length, context.random());
    List<Segment> result = new ArrayList<>();
    int start = 0;
    for (Segment segment : message) {
      result.add(corrupted(segment, flips, start));
      start += segment.length();
    }
    return result;
  }

  private static Segment corrupted(Segment segment, BitSet flips, int start) {
    int next = flips.nextSetBit(start * Byte.SIZE);
    return next >= 0 && next < (start + segment.length()) * Byte.SIZE
        ? segment.withBytes(flipped(segment.bytes(), flips, start))
        : segment;
  }

  /**
   * Which bits of a run of bytes flip.
   *
   * @param start where the run starts in its message
   * @param length how many bytes it has
   * @param messageLength how many bytes the message has, for offsets from its end
   */
  private BitSet flips(long start, int length, long messageLength, RandomGenerator random) {
    BitSet flips = new BitSet();
    if (at.isEmpty()) {
      draw(flips, 0, length * Byte.SIZE, random);
    }
    for (long offset : at) {
      long index = (offset < 0 ? messageLength + offset : offset) - start;
      if (index >= 0 && index < length) {
        draw(flips, (int) index * Byte.SIZE, Byte.SIZE, random);
      }
    }
    return flips;
  }

  /** Sets as many bits in a range as are to be flipped, or all of them. */
  private void draw(BitSet flips, int from, int count, RandomGenerator random) {
    if (bits >= count) {
      flips.set(from, from + count);
      return;
    }
    for (int left = bits; left > 0; ) {
      int bit = from + random.nextInt(count);
      if (!flips.get(bit)) {
        flips.set(bit);
        left--;
      }
    }
  }

  /** A copy with the bits flipped; {@code start} is where these bytes stand in the bit set. */
  private static Bytes flipped(Bytes bytes, BitSet flips, int start) {
    byte[] copy = bytes.toArray();
    int end = (start + copy.length) * Byte.SIZE;
    for (int bit = flips.nextSetBit(start * Byte.SIZE);
        bit >= 0 && bit < end;
        bit = flips.nextSetBit(bit + 1)) {
      copy[bit / Byte.SIZE - start] ^= (byte) (0x80 >>> bit % Byte.SIZE);
    }
    return Bytes.of(copy);
  }

  /** Offsets from the start need no waiting; nor does flipping anywhere in each read. */
  private record AtOnce(Corrupt corrupt) implements StreamFault {
    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened _, StreamEvent.Passed _, StreamEvent.Removed _ -> {}
        case StreamEvent.Woken _ -> {}
        case StreamEvent.Arrived arrived -> {
          Segment segment = arrived.segment();
          BitSet flips =
              corrupt.flips(arrived.messageOffset(), segment.length(), 0, context.random());
          context.act(new StreamAction.Deliver(corrupted(segment, flips, 0)));
        }
        case StreamEvent.Ended(StreamAction.Close close) -> context.act(close);
      }
    }
  }
}
