package sockproof.proxy.trace;

/** Takes events as they happen. Called by one thread at a time for one connection. */
@FunctionalInterface
public interface TraceSink {
  /** A sink that forgets everything. */
  TraceSink NONE = event -> {};

  /** Takes one event; must not block. */
  void record(TraceEvent event);

  /** A sink that hands every event to this one and then to another. */
  default TraceSink and(TraceSink other) {
    return event -> {
      record(event);
      other.record(event);
    };
  }
}
