package sockproof.proxy.core;

/**
 * What the core asks of the edge for one stream connection. The edge carries these out in the order
 * of the calls and decides nothing.
 */
public interface StreamPort {
  /** Writes bytes to the receiver of a direction, by a send of their own. */
  void send(Direction direction, Bytes bytes);

  /**
   * Asks to be told, by {@link StreamConnection#readByPeer}, once the receiver has read everything
   * sent in this direction out of its kernel buffer, or by {@link StreamConnection#goOnUnread} that
   * it is not waited for any more. At most one question a direction is open.
   */
  void awaitRead(Direction direction);

  /**
   * Ends a direction: FIN, or RST, which ends the whole connection on both sides. A CLOSE comes as
   * FIN in each direction.
   */
  void close(Direction direction, StreamAction.Close.How how);

  /** Stops reading from the sender of a direction. */
  void pauseReading(Direction direction);

  /** Reads again from the sender of a direction. */
  void resumeReading(Direction direction);
}
