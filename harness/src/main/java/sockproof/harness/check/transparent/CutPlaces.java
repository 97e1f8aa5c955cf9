package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import sockproof.proxy.core.Bytes;

/**
 * Where what was said is cut: at every byte of what is short, and of what is long at its ends, at
 * the places where careless readers trip, and at a sample that the seed draws.
 */
final class CutPlaces {
  private static final int SHORT_BYTES = 128;
  private static final int EDGE_BYTES = 16;
  private static final int SAMPLE = 32;
  private static final int MAX_SPECIAL = 16;
  private static final List<Integer> BUFFER_SIZES =
      List.of(256, 512, 1024, 1448, 1460, 2048, 4096, 8192, 16_384, 32_768, 65_536);

  private CutPlaces() {}

  /**
   * A cut.
   *
   * @param said what is cut
   * @param at how many of its bytes stand before the cut
   */
  record Place(Said said, int at) {
    /** The same place, counted in its direction of the connection. */
    long offset() {
      return said.offset() + at;
    }

    /** True between CR and LF. */
    boolean isInsideDelimiter() {
      return isDelimiter(said.bytes(), at);
    }

    /** True inside a character of several bytes (RFC 3629). */
    boolean isInsideCharacter() {
      return isCharacter(said.bytes(), at);
    }

    /** True inside a length prefix, where several messages were said in one go. */
    boolean isInsidePrefix() {
      return LengthPrefixes.in(said.bytes()).stream().anyMatch(header -> header.isPartedAt(at));
    }
  }

  private static boolean isDelimiter(Bytes bytes, int at) {
    return bytes.at(at - 1) == '\r' && bytes.at(at) == '\n';
  }

  private static boolean isCharacter(Bytes bytes, int at) {
    boolean continues = (bytes.at(at) & 0xc0) == 0x80;
    boolean begun = (bytes.at(at - 1) & 0x80) != 0;
    return continues && begun;
  }

  /** How many cuts are worth trying where one run takes so long. */
  static int worthTrying(long runMillis) {
    if (runMillis <= 100) {
      return 320;
    }
    return runMillis <= 500 ? 128 : 64;
  }

  /**
   * Cuts of everything that was said, in an order that the seed draws.
   *
   * @param most how many at most
   */
  static List<Place> of(List<Said> all, long seed, int most) {
    Random random = new Random(seed);
    Set<Place> special = new LinkedHashSet<>();
    List<Place> others = new ArrayList<>();
    for (Said said : all) {
      specialPlaces(said.bytes()).forEach(at -> special.add(new Place(said, at)));
      ordinary(said, random).forEach(at -> others.add(new Place(said, at)));
    }
    others.removeAll(special);
    List<Place> first = new ArrayList<>(special);
    Collections.shuffle(first, random);
    Collections.shuffle(others, random);
    List<Place> places = new ArrayList<>(first.subList(0, Math.min(first.size(), most / 2)));
    places.addAll(others.subList(0, Math.min(others.size(), most - places.size())));
    Collections.shuffle(places, random);
    return places;
  }

  /** A few cuts of each, for what costs much: near its start, in its middle, near its end. */
  static List<Place> few(List<Said> all, int most) {
    List<Place> places = new ArrayList<>();
    for (Said said : all) {
      Set<Integer> wanted = new TreeSet<>();
      for (int at : List.of(1, said.length() / 2, said.length() - 1)) {
        if (at > 0 && at < said.length()) {
          wanted.add(at);
        }
      }
      wanted.forEach(at -> places.add(new Place(said, at)));
    }
    return spread(places, most);
  }

  /** Before each line but the first. */
  static List<Place> lineStarts(List<Said> all) {
    List<Place> places = new ArrayList<>();
    for (Said said : all) {
      for (int at = 1; at < said.length(); at++) {
        if (said.bytes().at(at - 1) == '\n') {
          places.add(new Place(said, at));
        }
      }
    }
    return places;
  }

  /** So many of these places at most, from the first on at equal distances. */
  static List<Place> spread(List<Place> places, int most) {
    if (places.size() <= most) {
      return places;
    }
    List<Place> spread = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      spread.add(places.get((int) ((long) i * places.size() / most)));
    }
    return spread;
  }

  private static Set<Integer> specialPlaces(Bytes bytes) {
    Set<Integer> places = new TreeSet<>();
    int delimiters = 0;
    int characters = 0;
    for (int at = 1; at < bytes.length(); at++) {
      if (isDelimiter(bytes, at) && delimiters < MAX_SPECIAL) {
        delimiters++;
        places.add(at);
        if (at + 1 < bytes.length()) {
          places.add(at + 1);
        }
      } else if (isCharacter(bytes, at) && characters < MAX_SPECIAL) {
        characters++;
        places.add(at);
      }
    }
    for (int at : List.of(1, 2, 3, bytes.length() - 1)) {
      if (at > 0 && at < bytes.length()) {
        places.add(at);
      }
    }
    BUFFER_SIZES.stream().filter(size -> size < bytes.length()).forEach(places::add);
    return places;
  }

  private static Set<Integer> ordinary(Said said, Random random) {
    Set<Integer> places = new TreeSet<>();
    int length = said.length();
    for (int at = 1; at < length; at++) {
      if (length <= SHORT_BYTES || at <= EDGE_BYTES || at >= length - EDGE_BYTES) {
        places.add(at);
      }
    }
    for (int i = 0; length > SHORT_BYTES && i < SAMPLE; i++) {
      places.add(random.nextInt(1, length));
    }
    return places;
  }
}
