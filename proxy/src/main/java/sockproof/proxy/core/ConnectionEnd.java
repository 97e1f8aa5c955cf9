package sockproof.proxy.core;

/** What both directions of one connection must know of each other: that RST has been sent. */
final class ConnectionEnd {
  private boolean reset;

  void reset() {
    reset = true;
  }

  boolean isReset() {
    return reset;
  }
}
