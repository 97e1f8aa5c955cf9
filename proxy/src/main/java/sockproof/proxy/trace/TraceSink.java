package sockproof.proxy.trace;

import sockproof.proxy.kernel.SocketName;

/** Takes events as they happen. Called by one thread at a time for one connection. */
@FunctionalInterface
public interface TraceSink {
  /** A sink that forgets everything. */
  TraceSink NONE = event -> {};

  /** Takes one event; must not block. */
  void record(TraceEvent event);

  /** A side of a connection has its addresses; told before any event of that side. */
  default void wired(Wire wire) {}

  /**
   * The datagram of the last {@link TraceEvent.Kind#FORGED} of a connection leaves from here; not
   * told where it cannot be sent.
   */
  default void forgedFrom(int connection, SocketName source) {}

  /** A sink that hands every event to this one and then to another. */
  default TraceSink and(TraceSink other) {
    TraceSink first = this;
    return new TraceSink() {
      @Override
      public void record(TraceEvent event) {
        first.record(event);
        other.record(event);
      }

      @Override
      public void wired(Wire wire) {
        first.wired(wire);
        other.wired(wire);
      }

      @Override
      public void forgedFrom(int connection, SocketName source) {
        first.forgedFrom(connection, source);
        other.forgedFrom(connection, source);
      }
    };
  }
}
