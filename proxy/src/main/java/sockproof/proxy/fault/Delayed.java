package sockproof.proxy.fault;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongFunction;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.StreamAction;

/**
 * Actions that wait for their time, in order of time, then in the order in which they came. It asks
 * to be woken with token 0; its owner hands every such event to {@link #woken}.
 *
 * @param <A> the kind of action
 */
final class Delayed<A> {
  /** A time that never comes. */
  static final long NEVER = Long.MAX_VALUE;

  private record Entry<A>(long dueNanos, long sequence, A action, long cost) {}

  private final PriorityQueue<Entry<A>> entries =
      new PriorityQueue<>(
          Comparator.<Entry<A>>comparingLong(Entry::dueNanos).thenComparingLong(Entry::sequence));
  private final LongFunction<A> wakeAt;
  private long sequence;
  private long cost;
  private long armedNanos = NEVER;

  private Delayed(LongFunction<A> wakeAt) {
    this.wakeAt = wakeAt;
  }

  /** For stream actions. To keep the order of a stream, times must not go back. */
  static Delayed<StreamAction> onStream() {
    return new Delayed<>(time -> new StreamAction.WakeAt(time, 0));
  }

  /** For datagram actions, which may overtake each other. */
  static Delayed<DatagramAction> onDatagrams() {
    return new Delayed<>(time -> new DatagramAction.WakeAt(time, 0));
  }

  /**
   * Carries out an action at a time, or at once if that has come.
   *
   * @param actionCost what it costs to hold it, in bytes
   */
  void at(long dueNanos, A action, long actionCost, Context<A> context) {
    release(context);
    if (dueNanos <= context.nowNanos()) {
      context.act(action);
    } else {
      entries.add(new Entry<>(dueNanos, sequence++, action, actionCost));
      cost += actionCost;
      arm(context);
    }
  }

  /** Carries out what is due. */
  void woken(Context<A> context) {
    armedNanos = NEVER;
    release(context);
    arm(context);
  }

  /** Carries out everything now, in order, whatever its time. */
  void releaseAll(Context<A> context) {
    for (Entry<A> first = entries.poll(); first != null; first = entries.poll()) {
      cost -= first.cost;
      context.act(first.action);
    }
  }

  /** What it costs to hold what waits here, in bytes. */
  long cost() {
    return cost;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  private void release(Context<A> context) {
    for (Entry<A> first = entries.peek();
        first != null && first.dueNanos <= context.nowNanos();
        first = entries.peek()) {
      entries.remove();
      cost -= first.cost;
      context.act(first.action);
    }
  }

  private void arm(Context<A> context) {
    Entry<A> first = entries.peek();
    if (first != null && first.dueNanos < armedNanos) {
      armedNanos = first.dueNanos;
      context.act(wakeAt.apply(armedNanos));
    }
  }
}
