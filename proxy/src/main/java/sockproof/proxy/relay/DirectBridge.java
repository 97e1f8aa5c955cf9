package sockproof.proxy.relay;

import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.plan.Plan;

/** A connection without faults: bytes, FIN and RST pass as they came. */
final class DirectBridge extends Carrier {
  private @Nullable Pump toServer;
  private @Nullable Pump toClient;

  DirectBridge(StreamBridge bridge) {
    super(bridge);
  }

  @Override
  void reconfigure(Plan plan) {
    if (!plan.isEmpty()) {
      FaultedBridge other = new FaultedBridge(bridge());
      bridge().carryBy(other);
      other.takeOver(pump(Direction.TO_SERVER), pump(Direction.TO_CLIENT), plan);
    }
  }

  @Override
  void opened(boolean upstreamIsReset) {
    EdgeSocket client = source(Direction.TO_SERVER);
    EdgeSocket upstream = sink(Direction.TO_SERVER);
    toServer = pump(client, upstream, Direction.TO_SERVER);
    toClient = pump(upstream, client, Direction.TO_CLIENT);
    if (upstreamIsReset) {
      receiverGone(Direction.TO_SERVER);
    } else {
      turn(Direction.TO_SERVER);
      turn(Direction.TO_CLIENT);
    }
  }

  private Pump pump(EdgeSocket source, EdgeSocket sink, Direction direction) {
    return new Pump(source, sink, source.seen(), loop().scratch(), meter(), direction);
  }

  @Override
  void sideReady(EdgeSocket socket, int events) {
    Direction from = from(socket);
    Pump reading = pump(from);
    boolean failed = (events & EdgeSocket.ERROR) != 0;
    if (failed && (reading.isBlocked() || reading.isFinished())) {
      // Nobody will meet the error by reading.
      if (socket.socket().takeError() != 0) {
        end(true);
        return;
      }
    }
    if ((events & EdgeSocket.WRITABLE) != 0) {
      turn(from.opposite());
    }
    reading.sourceReady(events);
    turn(from);
    loop().polling().carried(number(), 1);
  }

  private void turn(Direction direction) {
    if (isClosed()) {
      return;
    }
    switch (pump(direction).turn(pump(direction.opposite()).isFinished())) {
      case WAIT -> {}
      case MORE -> after(0, () -> turn(direction));
      case FINISHED -> {
        if (pump(direction.opposite()).isFinished()) {
          end(false);
        }
      }
      case SENDER_RESET -> end(true);
      case RECEIVER_GONE -> receiverGone(direction);
    }
  }

  /** What the receiver sent before it went still belongs to the sender. */
  private void receiverGone(Direction direction) {
    pump(direction.opposite()).drain();
    end(true);
  }

  private Pump pump(Direction direction) {
    Pump pump = direction == Direction.TO_SERVER ? toServer : toClient;
    if (pump == null) {
      throw new IllegalStateException("the connection is not open yet");
    }
    return pump;
  }

  @Override
  void closing() {
    if (toServer != null) {
      toServer.release();
    }
    if (toClient != null) {
      toClient.release();
    }
  }
}
