package sockproof.proxy.relay;

/**
 * Follows the connections of a relay that holds, and releases through {@link HeldConnection}.
 * Called on the relay's threads, by one at a time for one connection; must not block.
 */
public interface HoldDesk {
  /** A connection or datagram session begins; nothing of it has been relayed yet. */
  void opened(HeldConnection connection);

  /** What waits has changed. */
  void changed(HeldConnection connection);

  /** It is over. */
  void closed(HeldConnection connection);
}
