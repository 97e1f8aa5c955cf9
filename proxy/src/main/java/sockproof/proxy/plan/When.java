package sockproof.proxy.plan;

import java.util.List;

/**
 * When a fault applies. All conditions must hold; each has a value that excludes nothing.
 *
 * @param connection the number of the one connection or session, from 1; 0 for all
 * @param nth the numbers of the messages or datagrams, from 1, in each direction; none for all
 * @param every only each {@code every}th message or datagram; 1 for all
 * @param fromByte the first stream offset concerned
 * @param toByte the first stream offset no longer concerned
 * @param afterNanos how long after the connection opened it begins
 * @param untilNanos how long after the connection opened it is over
 */
public record When(
    int connection,
    List<Integer> nth,
    int every,
    long fromByte,
    long toByte,
    long afterNanos,
    long untilNanos) {
  /** No end. */
  public static final long FOREVER = Long.MAX_VALUE;

  /** Excludes nothing. */
  public static final When ALWAYS = new When(0, List.of(), 1, 0, FOREVER, 0, FOREVER);

  public When {
    nth = List.copyOf(nth);
  }

  /** True if a connection or session of that number, from 1, is concerned. */
  public boolean includesConnection(int number) {
    return connection == 0 || connection == number;
  }

  /** True if a message or datagram of that number, from 1, is concerned. */
  public boolean includesMessage(long number) {
    return (nth.isEmpty() || (number <= Integer.MAX_VALUE && nth.contains((int) number)))
        && number % every == 0;
  }

  /** True if the moment is concerned, given as time since the connection opened. */
  public boolean includesTime(long sinceOpenedNanos) {
    return sinceOpenedNanos >= afterNanos && sinceOpenedNanos < untilNanos;
  }

  /** True if the stream offset is concerned. */
  public boolean includesByte(long offset) {
    return offset >= fromByte && offset < toByte;
  }

  /** True if some messages or datagrams of a connection may be excluded by their number. */
  public boolean choosesMessages() {
    return !nth.isEmpty() || every > 1;
  }

  /** True if some bytes of a stream may be excluded by their offset. */
  public boolean choosesBytes() {
    return fromByte > 0 || toByte < FOREVER;
  }
}
