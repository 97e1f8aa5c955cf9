package sockproof.proxy.relay;

import java.util.concurrent.CompletableFuture;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldRecord;
import sockproof.proxy.core.hold.HoldView;
import sockproof.proxy.kernel.SocketName;

/** A connection or datagram session that is held. Safe for use by many threads. */
public interface HeldConnection {
  /** Its number at the relay, from 1. */
  int number();

  /** What waits in a direction, as it was last made known to the {@link HoldDesk}. */
  HoldView view(Direction direction);

  /**
   * Does something by hand.
   *
   * @return done when it is carried out; fails with {@link sockproof.proxy.core.hold.HoldException}
   *     when it makes no sense
   */
  CompletableFuture<Void> apply(Direction direction, HoldCommand command);

  /** What became of all that came in a direction so far. */
  CompletableFuture<HoldRecord> record(Direction direction);

  /** Our end of the way to the receiver of a direction. */
  Side side(Direction direction);

  /**
   * A socket of the relay's.
   *
   * @param local its name
   * @param remote the receiver's name
   * @param inode its inode
   */
  record Side(SocketName local, SocketName remote, long inode) {}
}
