package sockproof.proxy.core;

/** What both directions of one connection must know of each other: that one has ended both. */
final class ConnectionEnd {
  private boolean reset;
  private boolean closed;

  void reset() {
    reset = true;
  }

  void close() {
    closed = true;
  }

  /** True once FIN goes both ways. */
  boolean isClosed() {
    return closed;
  }

  boolean isReset() {
    return reset;
  }
}
