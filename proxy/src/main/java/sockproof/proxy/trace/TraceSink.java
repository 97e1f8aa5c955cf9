package sockproof.proxy.trace;

/** Takes events as they happen. Called by one thread at a time for one connection. */
@FunctionalInterface
public interface TraceSink {
  /** A sink that forgets everything. */
  TraceSink NONE = event -> {};

  /** Takes one event; must not block. */
  void record(TraceEvent event);

  /** Takes what a capture needs to know of the sockets; must not block. */
  default void told(TraceDetail detail) {}

  /** Whether {@link #told} is of any use, since what it takes costs system calls to find out. */
  default boolean wantsDetails() {
    return false;
  }

  /** A sink that hands everything to this one and then to another. */
  default TraceSink and(TraceSink other) {
    TraceSink first = this;
    return new TraceSink() {
      @Override
      public void record(TraceEvent event) {
        first.record(event);
        other.record(event);
      }

      @Override
      public void told(TraceDetail detail) {
        first.told(detail);
        other.told(detail);
      }

      @Override
      public boolean wantsDetails() {
        return first.wantsDetails() || other.wantsDetails();
      }
    };
  }
}
