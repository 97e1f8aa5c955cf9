package sockproof.proxy.relay;

import sockproof.proxy.core.Direction;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.Meter;

/** How the bytes of an open connection get across: as they come, or through the faults. */
abstract class Carrier {
  private final StreamBridge bridge;

  Carrier(StreamBridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Both sides are connected: begin to relay.
   *
   * @param upstreamIsReset true when the server has reset the connection already; what it sent
   *     before still belongs to the client
   */
  abstract void opened(boolean upstreamIsReset);

  /** Something may have changed at a side. */
  abstract void sideReady(EdgeSocket socket, int events);

  /** The faults are others from now on. */
  abstract void reconfigure(Plan plan);

  /** The connection is over; both sockets are about to be closed. */
  abstract void closing();

  final StreamBridge bridge() {
    return bridge;
  }

  final RelayContext context() {
    return bridge.context();
  }

  final EdgeLoop loop() {
    return bridge.loop();
  }

  final int number() {
    return bridge.number();
  }

  final Meter meter() {
    return bridge.meter();
  }

  /** True once the connection is over, or another carrier has taken it over. */
  final boolean isClosed() {
    return bridge.isClosed() || !bridge.isCarriedBy(this);
  }

  final EdgeSocket source(Direction direction) {
    return bridge.source(direction);
  }

  final EdgeSocket sink(Direction direction) {
    return bridge.sink(direction);
  }

  final Direction from(EdgeSocket socket) {
    return bridge.from(socket);
  }

  final void after(long delayNanos, Runnable action) {
    bridge.after(
        delayNanos,
        () -> {
          if (!isClosed()) {
            action.run();
          }
        });
  }

  final void guarded(Runnable action) {
    bridge.guarded(action);
  }

  final void end(boolean reset) {
    bridge.end(reset);
  }
}
