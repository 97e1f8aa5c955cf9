package sockproof.proxy.core.hold;

import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;

/** What a user can do by hand to one direction of a datagram session. */
public sealed interface DatagramCommand extends HoldCommand {
  /** Releases one datagram, whatever waits before it. */
  record Release(long id) implements DatagramCommand {}

  /** Releases all that wait, in their order. */
  record ReleaseAll() implements DatagramCommand {}

  /** Throws one away. */
  record Drop(long id) implements DatagramCommand {}

  /** Repeats one, behind it. */
  record Duplicate(long id) implements DatagramCommand {}

  /**
   * Moves one to another place in the order.
   *
   * @param index its new place, from 0
   */
  record Move(long id, int index) implements DatagramCommand {}

  /**
   * Adds a datagram of the user's own.
   *
   * @param payload its bytes, possibly none
   * @param source whom the receiver sees as its sender
   * @param index its place in the order, from 0
   */
  record Forge(Bytes payload, Datagram.Source source, int index) implements DatagramCommand {}
}
