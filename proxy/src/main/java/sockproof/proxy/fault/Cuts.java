package sockproof.proxy.fault;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import sockproof.proxy.core.Bytes;

/** The rules by which {@link Fragment} cuts a message. All offsets count from its start. */
sealed interface Cuts {
  /** At given offsets; negative ones count from the end of the message. */
  record At(List<Long> offsets) implements Cuts {}

  /** After every so many bytes. */
  record Every(int size) implements Cuts {}

  /** Into pieces of random sizes, both bounds included. */
  record Random(int min, int max) implements Cuts {}

  /** Before every occurrence of some bytes. */
  record Before(Bytes bytes) implements Cuts {}

  /** Inside something that a careless reader takes for one. */
  record Inside(Part part) implements Cuts {}

  /** What {@link Inside} cuts. */
  enum Part {
    UTF8,
    DELIMITER,
    PREFIX
  }

  /** A finder for one direction of one connection. */
  default Finder finder(RandomGenerator random) {
    return switch (this) {
      case At(List<Long> offsets) ->
          offsets.stream().anyMatch(offset -> offset < 0)
              ? new FromEnd(offsets)
              : new FromStart(offsets);
      case Every(int size) -> new Periodic(size);
      case Random(int min, int max) -> new RandomSizes(min, max, random);
      case Before(Bytes bytes) -> new BeforePattern(bytes);
      case Inside(Part part) ->
          switch (part) {
            case UTF8 -> new InsideUtf8();
            case DELIMITER -> new InsideCrLf();
            case PREFIX -> new FromStart(List.of(1L, 2L, 3L));
          };
    };
  }

  /** Finds the cuts of one stream as its bytes come. A cut at 5 stands before the byte at 5. */
  interface Finder {
    /**
     * Looks at the next bytes of a message.
     *
     * @param offset where the first of them stands in the message; 0 begins a new one
     * @param cut told of each cut up to and including the end of these bytes, in ascending order
     */
    void scan(Bytes bytes, long offset, LongConsumer cut);

    /** The message is over; {@code cut} is told of cuts that could not be known before. */
    default void ended(long length, LongConsumer cut) {}

    /** How many of the last bytes seen may turn out to stand behind a cut. */
    default int undecided() {
      return 0;
    }
  }

  /** Offsets from the start, known as soon as the bytes before them are there. */
  final class FromStart implements Finder {
    private final long[] offsets;

    FromStart(List<Long> offsets) {
      this.offsets = offsets.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
    }

    @Override
    public void scan(Bytes bytes, long offset, LongConsumer cut) {
      int found = Arrays.binarySearch(offsets, offset + 1);
      int next = found >= 0 ? found : -found - 1;
      for (; next < offsets.length && offsets[next] <= offset + bytes.length(); next++) {
        cut.accept(offsets[next]);
      }
    }
  }

  /** Offsets of which some count from the end: all are known at the end only. */
  final class FromEnd implements Finder {
    private final List<Long> offsets;

    FromEnd(List<Long> offsets) {
      this.offsets = offsets;
    }

    @Override
    public void scan(Bytes bytes, long offset, LongConsumer cut) {}

    @Override
    public void ended(long length, LongConsumer cut) {
      offsets.stream()
          .mapToLong(offset -> offset < 0 ? length + offset : offset)
          .filter(offset -> offset > 0 && offset < length)
          .sorted()
          .forEach(cut);
    }
  }

  /** Multiples of one size. */
  final class Periodic implements Finder {
    private final int size;

    Periodic(int size) {
      this.size = size;
    }

    @Override
    public void scan(Bytes bytes, long offset, LongConsumer cut) {
      for (long at = (offset / size + 1) * size; at <= offset + bytes.length(); at += size) {
        cut.accept(at);
      }
    }
  }

  /** Random sizes, each drawn when the first byte of its piece comes. */
  final class RandomSizes implements Finder {
    private final int min;
    private final int max;
    private final RandomGenerator random;
    private long next;

    RandomSizes(int min, int max, RandomGenerator random) {
      this.min = min;
      this.max = max;
      this.random = random;
    }

    @Override
    public void scan(Bytes bytes, long offset, LongConsumer cut) {
      long end = offset + bytes.length();
      if (offset == 0) {
        next = 0;
      }
      long start = offset;
      while (start < end) {
        if (next <= start) {
          next = start + random.nextInt(min, max + 1);
        }
        if (next > end) {
          return;
        }
        cut.accept(next);
        start = next;
      }
    }
  }

  /** Occurrences of a pattern, by the automaton of Knuth, Morris and Pratt. */
  final class BeforePattern implements Finder {
    private final Bytes pattern;
    private final int[] fallback;
    private int matched;

    BeforePattern(Bytes pattern) {
      this.pattern = pattern;
      this.fallback = new int[pattern.length() + 1];
      for (int i = 1, k = 0; i < pattern.length(); i++) {
        while (k > 0 && pattern.at(i) != pattern.at(k)) {
          k = fallback[k];
        }
        k += pattern.at(i) == pattern.at(k) ? 1 : 0;
        fallback[i + 1] = k;
      }
    }

    @Override
    public void scan(Bytes bytes, long offset, LongConsumer cut) {
      if (offset == 0) {
        matched = 0;
      }
      for (int i = 0; i < bytes.length(); i++) {
        if (matched == pattern.length()) {
          matched = fallback[matched];
        }
        while (matched > 0 && bytes.at(i) != pattern.at(matched)) {
          matched = fallback[matched];
        }
        matched += bytes.at(i) == pattern.at(matched) ? 1 : 0;
        if (matched == pattern.length()) {
          cut.accept(offset + i + 1 - matched);
        }
      }
    }

    @Override
    public int undecided() {
      return matched == pattern.length() ? fallback[matched] : matched;
    }
  }

  /** Between the bytes of every character that has more than one (RFC 3629). */
  final class InsideUtf8 implements Finder {
    private int missing;

    @Override
    public void scan(Bytes bytes, long offset, LongConsumer cut) {
      if (offset == 0) {
        missing = 0;
      }
      for (int i = 0; i < bytes.length(); i++) {
        int value = bytes.at(i) & 0xff;
        if (missing > 0 && (value & 0xc0) == 0x80) {
          missing--;
          cut.accept(offset + i);
        } else {
          missing = continuationBytes(value);
        }
      }
    }

    private static int continuationBytes(int lead) {
      if (lead >= 0xc2 && lead <= 0xdf) {
        return 1;
      }
      if (lead >= 0xe0 && lead <= 0xef) {
        return 2;
      }
      return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    }
  }

  /** Between CR and LF. */
  final class InsideCrLf implements Finder {
    private boolean lastWasCr;

    @Override
    public void scan(Bytes bytes, long offset, LongConsumer cut) {
      if (offset == 0) {
        lastWasCr = false;
      }
      for (int i = 0; i < bytes.length(); i++) {
        if (bytes.at(i) == '\n' && lastWasCr) {
          cut.accept(offset + i);
        }
        lastWasCr = bytes.at(i) == '\r';
      }
    }
  }
}
