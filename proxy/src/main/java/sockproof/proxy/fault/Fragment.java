package sockproof.proxy.fault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.Segment.Gate;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Objection;
import sockproof.proxy.plan.Settings;
import sockproof.proxy.plan.Units;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * Cuts a stream into segments at exact offsets: a short read wherever it may hurt (POSIX recv() may
 * return less than was asked for). Offsets count from the start of each message when the framing is
 * known, else from the start of the stream. A piece never spans two messages.
 *
 * @param cuts where to cut
 * @param pace how the pieces are kept apart
 */
public record Fragment(Cuts cuts, Pace pace) implements FaultSpec.OnStream {
  /**
   * How pieces are kept apart.
   *
   * @param gate the gate of each piece
   * @param intervalNanos the least time between two pieces
   */
  public record Pace(Gate gate, long intervalNanos) {
    /** The next piece leaves when the receiver has read the last one. */
    public static final Pace LOCKSTEP = new Pace(Gate.LOCKSTEP, 0);

    /** Each piece is a send of its own, one right after the other. */
    public static final Pace NONE = new Pace(Gate.OWN_SEND, 0);
  }

  private static final Key<List<Long>> AT = Keys.offsets("at").doing("cuts at these offsets");
  private static final Key<Integer> EVERY =
      Keys.count("every", 1, Integer.MAX_VALUE).doing("cuts after every so many bytes");
  private static final Key<Cuts.Random> RANDOM =
      Key.of(
              "random",
              "{min: N, max: N}",
              Map.of(
                  "type",
                  "object",
                  "properties",
                  Map.of(
                      "min", Map.of("type", "integer", "minimum", 1),
                      "max", Map.of("type", "integer", "minimum", 1)),
                  "required",
                  List.of("min", "max"),
                  "additionalProperties",
                  false),
              Fragment::readRandom,
              random -> Map.of("min", random.min(), "max", random.max()))
          .doing("cuts pieces of random sizes between these two");
  private static final Key<Bytes> BEFORE =
      Keys.bytes("before").doing("cuts before every occurrence of these bytes");
  private static final Key<Cuts.Part> INSIDE =
      Keys.word("inside", Cuts.Part.class)
          .doing("cuts between the bytes of a character, a delimiter or a length prefix");
  private static final Key<Pace> PACE =
      Key.of(
              "pace",
              "lockstep, none, or a duration, as 5ms",
              Map.of(
                  "anyOf",
                  List.of(Map.of("enum", List.of("lockstep", "none")), Keys.durationSchema())),
              Fragment::readPace,
              Fragment::paceData)
          .orElse(Pace.LOCKSTEP)
          .doing(
              "what separates the pieces: that the receiver has read the last one, nothing but a"
                  + " send of its own, or a time");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("fragment", "cuts the stream at exactly these offsets")
          .keys(AT, EVERY, RANDOM, BEFORE, INSIDE, PACE)
          .group(FaultType.Choice.EXACTLY_ONE, AT, EVERY, RANDOM, BEFORE, INSIDE)
          .elsewhere(
              "cuts streams and sends UDP datagrams as IP fragments; no IP packet carries Unix"
                  + " datagrams. Use `truncate`.")
          .by(settings -> new Fragment(cuts(settings), settings.get(PACE)));

  /** Cuts at offsets of each message, in lockstep. */
  public static Fragment at(Long... offsets) {
    return new Fragment(new Cuts.At(List.of(offsets)), Pace.LOCKSTEP);
  }

  /** Cuts after every so many bytes, in lockstep. */
  public static Fragment every(int sizeBytes) {
    return new Fragment(new Cuts.Every(sizeBytes), Pace.LOCKSTEP);
  }

  /**
   * Cuts into pieces of random sizes, each a send of its own.
   *
   * @param minBytes the least size
   * @param maxBytes the largest
   * @param intervalNanos the least time between two pieces
   */
  public static Fragment randomly(int minBytes, int maxBytes, long intervalNanos) {
    return new Fragment(
        new Cuts.Random(minBytes, maxBytes), new Pace(Gate.OWN_SEND, intervalNanos));
  }

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    Settings where =
        switch (cuts) {
          case Cuts.At(List<Long> offsets) -> Settings.none().with(AT, offsets);
          case Cuts.Every(int size) -> Settings.none().with(EVERY, size);
          case Cuts.Random random -> Settings.none().with(RANDOM, random);
          case Cuts.Before(Bytes bytes) -> Settings.none().with(BEFORE, bytes);
          case Cuts.Inside(Cuts.Part part) -> Settings.none().with(INSIDE, part);
        };
    return where.with(PACE, pace);
  }

  @Override
  public boolean worksOnMessages() {
    return true;
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new FragmentStream(cuts, pace, !(framing instanceof Framing.None));
  }

  @Override
  public Optional<Objection> objection(Medium medium, Framing framing) {
    return switch (cuts) {
      case Cuts.At(List<Long> offsets) when offsets.stream().anyMatch(at -> at < 0) ->
          MessageParts.unknownEnd(AT, framing);
      case Cuts.Inside(Cuts.Part part)
          when part == Cuts.Part.DELIMITER && !(framing instanceof Framing.Crlf) ->
          objection(
              INSIDE,
              "`inside: delimiter` cuts between CR and LF, and the framing is "
                  + framing.word()
                  + ". Give --framing crlf, or use `before`.");
      case Cuts.Inside(Cuts.Part part)
          when part == Cuts.Part.PREFIX && !(framing instanceof Framing.LengthPrefix) ->
          objection(
              INSIDE,
              "`inside: prefix` cuts inside a length prefix, and the framing is "
                  + framing.word()
                  + ". Give --framing length-prefix, or use `at`.");
      default -> Optional.empty();
    };
  }

  private static Optional<Objection> objection(Key<?> key, String sentence) {
    return Optional.of(new Objection(key.name(), sentence));
  }

  private static Cuts cuts(Settings settings) {
    return settings
        .find(AT)
        .<Cuts>map(Cuts.At::new)
        .or(() -> settings.find(EVERY).map(Cuts.Every::new))
        .or(() -> settings.find(RANDOM))
        .or(() -> settings.find(BEFORE).map(Cuts.Before::new))
        .or(() -> settings.find(INSIDE).map(Cuts.Inside::new))
        .orElseThrow();
  }

  private static Cuts.Random readRandom(YamlNode node) {
    YamlMap map = node.map();
    int min = map.required("min").integer(1, Integer.MAX_VALUE - 1);
    int max = map.required("max").integer(1, Integer.MAX_VALUE - 1);
    map.noOtherKeys();
    if (max < min) {
      throw map.error("max", "`max` is less than `min`.");
    }
    return new Cuts.Random(min, max);
  }

  private static Pace readPace(YamlNode node) {
    if (Keys.isWord(node, "lockstep")) {
      return Pace.LOCKSTEP;
    }
    return Keys.isWord(node, "none") ? Pace.NONE : new Pace(Gate.OWN_SEND, node.durationNanos());
  }

  private static Object paceData(Pace pace) {
    if (pace.equals(Pace.LOCKSTEP)) {
      return "lockstep";
    }
    return pace.equals(Pace.NONE) ? "none" : Units.formatDuration(pace.intervalNanos());
  }
}
