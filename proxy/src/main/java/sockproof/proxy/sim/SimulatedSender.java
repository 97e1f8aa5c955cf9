package sockproof.proxy.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import sockproof.proxy.core.Timers;

/** One sender: what it sends waits in its socket while the relay does not read. */
final class SimulatedSender {
  private final Timers clock;
  private final Consumer<StreamStep> relay;
  private final Deque<StreamStep> queue = new ArrayDeque<>();
  private boolean paused;

  SimulatedSender(Timers clock, Consumer<StreamStep> relay) {
    this.clock = clock;
    this.relay = relay;
  }

  void take(StreamStep step) {
    queue.add(step);
    release();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    clock.at(clock.nowNanos(), this::release); // not inside the call of the relay
  }

  private void release() {
    while (!paused && !queue.isEmpty()) {
      relay.accept(queue.remove());
    }
  }
}
