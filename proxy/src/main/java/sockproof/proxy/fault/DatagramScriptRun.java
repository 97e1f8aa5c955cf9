package sockproof.proxy.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramEvent;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.fault.DatagramScript.Step;

/** A {@link DatagramScript} on one direction of one session. */
final class DatagramScriptRun implements DatagramFault {
  /** How many that no step names may wait; more than that is lost, as in any queue. */
  static final int MAX_BEHIND = 1024;

  private final Deque<Step> steps;
  private final Map<Integer, Integer> passesLeft = new HashMap<>();
  private final Set<Integer> dropped = new HashSet<>();
  private final Map<Integer, Datagram> kept = new TreeMap<>();
  private final Deque<Datagram> behind = new ArrayDeque<>();
  private int arrived;
  private boolean holds;

  DatagramScriptRun(List<Step> steps) {
    this.steps = new ArrayDeque<>(steps);
    for (Step step : steps) {
      switch (step) {
        case Step.Pass pass -> passesLeft.merge(pass.number(), 1, Integer::sum);
        case Step.Drop(int number) -> dropped.add(number);
        case Step.Add _, Step.Hold _ -> {}
      }
    }
  }

  @Override
  public void on(DatagramEvent event, Context<DatagramAction> context) {
    switch (event) {
      case DatagramEvent.Opened _ -> play(context);
      case DatagramEvent.Arrived(Datagram datagram) -> {
        arrived(datagram, context);
        play(context);
      }
      case DatagramEvent.Removed _ -> {
        steps.clear();
        holds = false;
        kept.values().forEach(datagram -> context.act(new DatagramAction.Deliver(datagram)));
        kept.clear();
        play(context);
      }
      case DatagramEvent.Passed _, DatagramEvent.Woken _ -> {}
    }
  }

  private void arrived(Datagram datagram, Context<DatagramAction> context) {
    int number = ++arrived;
    if (passesLeft.containsKey(number)) {
      kept.put(number, datagram);
    } else if (dropped.contains(number) || holds || behind.size() >= MAX_BEHIND) {
      context.act(new DatagramAction.Discard(datagram));
    } else {
      behind.add(datagram);
    }
  }

  private void play(Context<DatagramAction> context) {
    while (!steps.isEmpty() && isReady(steps.element())) {
      switch (steps.remove()) {
        case Step.Pass pass -> pass(pass.number(), context);
        case Step.Add(Bytes payload, Datagram.Source from, long once) ->
            context.act(new DatagramAction.Deliver(Datagram.genuine(payload).withSource(from)));
        case Step.Drop _ -> {} // when it came
        case Step.Hold _ -> holds = true;
      }
    }
    while (steps.isEmpty() && !behind.isEmpty()) {
      Datagram next = behind.remove();
      context.act(holds ? new DatagramAction.Discard(next) : new DatagramAction.Deliver(next));
    }
  }

  private boolean isReady(Step step) {
    return switch (step) {
      case Step.Pass(int number, long once) -> kept.containsKey(number) && arrived >= once;
      case Step.Add(Bytes payload, Datagram.Source from, long once) -> arrived >= once;
      case Step.Drop _, Step.Hold _ -> true;
    };
  }

  private void pass(int number, Context<DatagramAction> context) {
    Datagram datagram = kept.get(number);
    if (datagram == null) {
      throw new AssertionError("it has been kept");
    }
    if (passesLeft.merge(number, -1, Integer::sum) == 0) {
      kept.remove(number);
    }
    context.act(new DatagramAction.Deliver(datagram));
  }
}
