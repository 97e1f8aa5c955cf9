package sockproof.proxy.core.hold;

import sockproof.proxy.core.Bytes;

/**
 * What a user can do by hand to one direction of a stream. Positions count the bytes of the
 * direction from 0, those that have left already and those that were added included; see {@link
 * StreamView#front}.
 */
public sealed interface StreamCommand extends HoldCommand {
  /** Sets a cut before a position, between two bytes that wait. */
  record Cut(long at) implements StreamCommand {}

  /** Removes the cut before a position. */
  record Join(long at) implements StreamCommand {}

  /** Removes every cut, so that all that waits is one piece. */
  record Coalesce() implements StreamCommand {}

  /** Releases what waits up to the first cut; where no byte waits, the end of the stream. */
  record ReleasePiece() implements StreamCommand {}

  /** Releases so many bytes, in one piece. */
  record ReleaseBytes(int count) implements StreamCommand {}

  /** Releases up to the end of the message, in one piece; a line where no framing is known. */
  record ReleaseMessage() implements StreamCommand {}

  /**
   * Releases all that waits, each piece when the receiver has read the one before it, and then the
   * end.
   */
  record ReleaseAll() implements StreamCommand {}

  /** Throws away the bytes from one position (inclusive) to another (exclusive). */
  record Drop(long from, long to) implements StreamCommand {}

  /** Repeats the bytes from one position (inclusive) to another (exclusive) behind them. */
  record Duplicate(long from, long to) implements StreamCommand {}

  /** Adds bytes of the user's own before a position, as a piece of their own. */
  record Forge(long at, Bytes bytes) implements StreamCommand {}

  /** Resets the connection, once the receiver has read what was released. */
  record Reset() implements StreamCommand {}

  /** Sends FIN, once the receiver has read what was released; what waits is thrown away. */
  record HalfClose() implements StreamCommand {}
}
