package sockproof.proxy.relay;

import sockproof.proxy.core.DatagramSession;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldException;
import sockproof.proxy.core.hold.HoldRecord;
import sockproof.proxy.core.hold.HoldView;

/** Works on a datagram session by hand. */
final class DatagramHand implements HoldLine.Hand {
  private final DatagramLink link;
  private final DatagramSession core;

  DatagramHand(DatagramLink link, DatagramSession core) {
    this.link = link;
    this.core = core;
  }

  @Override
  public void apply(Direction direction, HoldCommand command) {
    if (link.isClosed()) {
      throw new HoldException("the session is over");
    }
    core.apply(direction, command, link.context().nowNanos());
    link.arm();
  }

  @Override
  public HoldView view(Direction direction) {
    return core.hold(direction).view();
  }

  @Override
  public HoldRecord record(Direction direction) {
    return core.hold(direction).record();
  }

  @Override
  public long version(Direction direction) {
    return core.hold(direction).version();
  }

  @Override
  public HeldConnection.Side side(Direction direction) {
    return link.side(direction);
  }
}
