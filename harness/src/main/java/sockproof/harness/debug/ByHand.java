package sockproof.harness.debug;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.core.hold.DatagramRecord;
import sockproof.proxy.core.hold.HoldRecord;
import sockproof.proxy.core.hold.Origin;
import sockproof.proxy.core.hold.StreamRecord;
import sockproof.proxy.core.hold.StreamRecord.Joint;
import sockproof.proxy.core.hold.StreamRecord.Passed;
import sockproof.proxy.fault.DatagramScript;
import sockproof.proxy.fault.StreamScript;
import sockproof.proxy.plan.FaultSpec;

/**
 * What was done by hand in one direction.
 *
 * @param script a fault that does it again; nothing where all passed as it came
 * @param loses true when the receiver did not get all that was sent, or not yet
 * @param forges true when it got what nobody sent and could not tell that from the genuine
 */
record ByHand(Optional<FaultSpec> script, boolean loses, boolean forges) {
  /**
   * What a record says of it.
   *
   * @param keepsBack true to hold what waits for ever; false to let it pass after all else
   */
  static ByHand of(HoldRecord record, boolean keepsBack) {
    return switch (record) {
      case StreamRecord stream -> new OnStream().of(stream, keepsBack);
      case DatagramRecord datagrams -> ofDatagrams(datagrams, keepsBack);
    };
  }

  /** Goes through what became of a stream. */
  private static final class OnStream {
    private final List<StreamScript.Step> steps = new ArrayList<>();
    private boolean touched;
    private boolean loses;
    private boolean forges;
    private boolean ended;

    ByHand of(StreamRecord record, boolean keepsBack) {
      record.passed().forEach(this::add);
      boolean waits = record.endWaits() || !record.waiting().isEmpty();
      if (waits && keepsBack && !ended) {
        steps.add(new StreamScript.Step.End(StreamScript.Ending.HOLD));
        touched = true;
        loses = true;
      }
      Optional<FaultSpec> script =
          touched ? Optional.of(new StreamScript(withoutNeedlessWaits(steps))) : Optional.empty();
      return new ByHand(script, loses, forges);
    }

    private void add(Passed passed) {
      if (ended) {
        return; // what comes after the end is lost again without being told to
      }
      switch (passed) {
        case Passed.Sent(Bytes bytes, Origin origin, Joint joint, long arrived) ->
            sent(bytes, origin, joint, arrived);
        case Passed.Dropped(Bytes bytes, Origin origin) -> {
          if (origin == Origin.GENUINE) {
            loses = true;
            touched = true;
            steps.add(new StreamScript.Step.Drop(bytes.length(), false));
          }
        }
        case Passed.Ended(How how, boolean byHand) -> {
          ended = true;
          if (byHand) {
            loses = true;
            touched = true;
            boolean reset = how == How.RESET;
            steps.add(
                new StreamScript.Step.End(
                    reset ? StreamScript.Ending.RESET : StreamScript.Ending.FIN));
          }
        }
      }
    }

    private void sent(Bytes bytes, Origin origin, Joint joint, long arrived) {
      touched |= joint != Joint.FLOWING || origin != Origin.GENUINE;
      forges |= origin != Origin.GENUINE;
      boolean joined = joint == Joint.JOINED;
      for (int i = steps.size() - 1;
          joined && i >= 0 && steps.get(i) instanceof StreamScript.Step.Drop(long count, _);
          i--) {
        steps.set(i, new StreamScript.Step.Drop(count, true));
      }
      if (origin != Origin.GENUINE) {
        steps.add(new StreamScript.Step.Add(bytes, arrived, joined));
      } else if (joint != Joint.FLOWING) {
        steps.add(new StreamScript.Step.Pass(bytes.length(), arrived, joined));
      } else if (!steps.isEmpty() && steps.getLast() instanceof StreamScript.Step.Flow(long n)) {
        steps.set(steps.size() - 1, new StreamScript.Step.Flow(n + bytes.length()));
      } else {
        steps.add(new StreamScript.Step.Flow(bytes.length()));
      }
    }
  }

  /** Leaves out {@code once} where the steps need as much anyway. */
  private static List<StreamScript.Step> withoutNeedlessWaits(List<StreamScript.Step> steps) {
    List<StreamScript.Step> result = new ArrayList<>();
    long needed = 0;
    for (int i = 0; i < steps.size(); i++) {
      StreamScript.Step step = steps.get(i);
      if (step.isJoined()) {
        result.add(withOnce(step, 0));
        continue;
      }
      long once = once(step);
      long pieceNeeds = step.taken();
      for (int j = i + 1; j < steps.size() && steps.get(j).isJoined(); j++) {
        pieceNeeds += steps.get(j).taken();
      }
      needed = taken(result) + pieceNeeds > needed ? taken(result) + pieceNeeds : needed;
      result.add(withOnce(step, once > needed ? once : 0));
      needed = Math.max(needed, once);
    }
    return result;
  }

  private static long taken(List<StreamScript.Step> steps) {
    return steps.stream().mapToLong(StreamScript.Step::taken).sum();
  }

  private static long once(StreamScript.Step step) {
    return switch (step) {
      case StreamScript.Step.Pass pass -> pass.once();
      case StreamScript.Step.Add add -> add.once();
      case StreamScript.Step.Drop _, StreamScript.Step.Flow _, StreamScript.Step.End _ -> 0;
    };
  }

  private static StreamScript.Step withOnce(StreamScript.Step step, long once) {
    return switch (step) {
      case StreamScript.Step.Pass(long count, long _, boolean joined) ->
          new StreamScript.Step.Pass(count, once, joined);
      case StreamScript.Step.Add(Bytes bytes, long _, boolean joined) ->
          new StreamScript.Step.Add(bytes, once, joined);
      case StreamScript.Step.Drop _, StreamScript.Step.Flow _, StreamScript.Step.End _ -> step;
    };
  }

  private static ByHand ofDatagrams(DatagramRecord record, boolean keepsBack) {
    List<DatagramScript.Step> steps = new ArrayList<>();
    Set<Integer> left = new HashSet<>();
    boolean inOrder = true;
    boolean forges = false;
    long needed = 0;
    for (DatagramRecord.Sent sent : record.sent()) {
      boolean forged = sent.origin() == Origin.FORGED;
      needed = Math.max(needed, sent.number());
      long once = sent.arrived() > needed ? sent.arrived() : 0;
      needed = Math.max(needed, sent.arrived());
      inOrder &= !forged && sent.number() == steps.size() + 1;
      Datagram datagram = sent.datagram();
      forges |= forged && datagram.source().equals(Datagram.GENUINE);
      steps.add(
          forged
              ? new DatagramScript.Step.Add(datagram.payload(), datagram.source(), once)
              : new DatagramScript.Step.Pass(sent.number(), once));
      left.add(sent.number());
    }
    boolean loses = false;
    for (int number = 1; number <= record.arrived().size(); number++) {
      if (!left.contains(number) && (keepsBack || !record.waiting().contains(number))) {
        loses = true;
        steps.add(new DatagramScript.Step.Drop(number));
      }
    }
    boolean holds = keepsBack && !record.waiting().isEmpty();
    if (holds) {
      steps.add(new DatagramScript.Step.Hold());
    }
    boolean asItCame = inOrder && !loses && !holds;
    Optional<FaultSpec> script =
        asItCame ? Optional.empty() : Optional.of(new DatagramScript(steps));
    return new ByHand(script, loses, forges);
  }
}
