package sockproof.proxy.relay;

import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamConnection;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldException;
import sockproof.proxy.core.hold.HoldRecord;
import sockproof.proxy.core.hold.HoldView;
import sockproof.proxy.core.hold.StreamCommand;
import sockproof.proxy.kernel.KernelSocket;

/** Works on a stream connection by hand. */
final class StreamHand implements HoldLine.Hand {
  private final FaultedBridge bridge;
  private final StreamConnection core;

  StreamHand(FaultedBridge bridge, StreamConnection core) {
    this.bridge = bridge;
    this.core = core;
  }

  @Override
  public void apply(Direction direction, HoldCommand command) {
    if (command instanceof StreamCommand.Reset
        && bridge.context().config().listen().medium() == Medium.UNIX) {
      throw new HoldException("Unix sockets have no reset; half-close instead");
    }
    if (bridge.isClosed()) {
      throw new HoldException("the connection is over");
    }
    core.apply(direction, command, bridge.context().nowNanos());
    bridge.guarded(bridge::wake);
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
    KernelSocket socket = bridge.sink(direction).socket();
    return new HeldConnection.Side(socket.localName(), socket.remoteName(), socket.inode());
  }
}
