package sockproof.proxy.control;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sockproof.proxy.fault.Bandwidth;
import sockproof.proxy.fault.Fragment;
import sockproof.proxy.fault.Latency;
import sockproof.proxy.fault.SlowClose;
import sockproof.proxy.fault.Toxics;
import sockproof.proxy.plan.FaultSpec;

/** The kinds of toxic that toxiproxy knows, and the faults that have the same effect. */
public enum ToxicType {
  /** Delays all data; milliseconds. */
  LATENCY,
  /** Limits the rate; kilobytes in a second, 0 for no limit. */
  BANDWIDTH,
  /** Delays the end of the stream; milliseconds. */
  SLOW_CLOSE,
  /** Drops all data, and closes the connection after so many milliseconds; 0 for never. */
  TIMEOUT,
  /** Resets the connection so many milliseconds after the first data. */
  RESET_PEER,
  /** Cuts data into pieces; bytes, and the microseconds between the pieces. */
  SLICER,
  /** Closes the connection after so many bytes. */
  LIMIT_DATA;

  /** The largest value of an attribute; a duration of as many milliseconds still fits. */
  public static final long MAX_VALUE = Integer.MAX_VALUE;

  /** The word for it in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of a word, if there is one. */
  public static Optional<ToxicType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /** The names of its settings. */
  public List<String> attributes() {
    return switch (this) {
      case LATENCY -> List.of("latency", "jitter");
      case BANDWIDTH -> List.of("rate");
      case SLOW_CLOSE -> List.of("delay");
      case TIMEOUT, RESET_PEER -> List.of("timeout");
      case SLICER -> List.of("average_size", "size_variation", "delay");
      case LIMIT_DATA -> List.of("bytes");
    };
  }

  /** Its settings where none is given: all 0. */
  public Map<String, Long> defaults() {
    return attributes().stream()
        .collect(Collectors.toMap(name -> name, name -> 0L, (a, b) -> a, LinkedHashMap::new));
  }

  FaultSpec fault(Map<String, Long> values) {
    return switch (this) {
      case LATENCY -> latency(millis(values, "latency"), millis(values, "jitter"));
      case BANDWIDTH -> {
        long rate = value(values, "rate");
        yield rate == 0 ? latency(0, 0) : new Bandwidth(rate * 1000, Optional.empty());
      }
      case SLOW_CLOSE -> new SlowClose(millis(values, "delay"));
      case TIMEOUT -> new Toxics.Timeout(millis(values, "timeout"));
      case RESET_PEER -> new Toxics.ResetPeer(millis(values, "timeout"));
      case SLICER -> slicer(values);
      case LIMIT_DATA -> new Toxics.LimitData(value(values, "bytes"));
    };
  }

  private static long value(Map<String, Long> values, String name) {
    return values.getOrDefault(name, 0L);
  }

  private static long millis(Map<String, Long> values, String name) {
    return value(values, name) * 1_000_000;
  }

  private static FaultSpec latency(long delayNanos, long jitterNanos) {
    return new Latency(delayNanos, jitterNanos, Latency.Distribution.UNIFORM);
  }

  private static FaultSpec slicer(Map<String, Long> values) {
    long size = value(values, "average_size");
    long variation = value(values, "size_variation");
    int min = (int) Math.max(1, size - variation);
    int max = (int) Math.max(min, Math.min(MAX_VALUE - 1, size + variation));
    return Fragment.randomly(min, max, value(values, "delay") * 1000);
  }
}
