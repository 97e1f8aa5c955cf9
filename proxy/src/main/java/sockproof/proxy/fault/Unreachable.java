package sockproof.proxy.fault;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramEvent;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Receiver;
import sockproof.proxy.plan.Settings;

/**
 * Answers datagrams as a closed port does: ICMP destination unreachable, code 3 (RFC 792; RFC 1122
 * section 4.1.3.1), instead of delivering them.
 *
 * @param forNanos for how long after the first datagram; {@link Keys#FOREVER} without end
 * @param nth the numbers of the datagrams concerned, from 1; none for all
 */
public record Unreachable(long forNanos, List<Integer> nth) implements FaultSpec.OnDatagrams {
  private static final Key<Long> FOR =
      Keys.durationOrForever("for").orElse(Keys.FOREVER).doing("how long the port stays closed");
  private static final Key<List<Integer>> NTH =
      Keys.numbers("nth").doing("answers these datagrams only");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("unreachable", "answers with ICMP port unreachable, as a closed port")
          .exceptOn(Medium.UNIX_DATAGRAM)
          .keys(FOR, NTH)
          .group(FaultType.Choice.AT_MOST_ONE, FOR, NTH)
          .defaultTo(Receiver.SERVER)
          .elsewhere(
              "answers with ICMP, which only UDP has. Use `slow-open` with `refuse` on streams,"
                  + " `blackhole` for Unix datagrams.")
          .by(settings -> new Unreachable(settings.get(FOR), settings.find(NTH).orElse(List.of())));

  public Unreachable {
    nth = List.copyOf(nth);
  }

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none()
        .with(FOR, forNanos)
        .with(NTH, nth.isEmpty() ? Optional.empty() : Optional.of(nth));
  }

  @Override
  public Set<Capability> needs() {
    return Set.of(Capability.PORT_UNREACHABLE);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new OnDatagrams(forNanos, nth);
  }

  private static final class OnDatagrams implements DatagramFault {
    private final long forNanos;
    private final List<Integer> nth;
    private long openedNanos;
    private long number;

    OnDatagrams(long forNanos, List<Integer> nth) {
      this.forNanos = forNanos;
      this.nth = nth;
    }

    @Override
    public void on(DatagramEvent event, Context<DatagramAction> context) {
      switch (event) {
        case DatagramEvent.Opened() -> openedNanos = context.nowNanos();
        case DatagramEvent.Arrived(Datagram datagram) -> {
          number++;
          boolean closed = context.nowNanos() - openedNanos < forNanos && isChosen();
          context.act(
              closed
                  ? new DatagramAction.Unreachable(datagram)
                  : new DatagramAction.Deliver(datagram));
        }
        case DatagramEvent.Passed _, DatagramEvent.Removed _, DatagramEvent.Woken _ -> {}
      }
    }

    private boolean isChosen() {
      return nth.isEmpty() || (number <= Integer.MAX_VALUE && nth.contains((int) number));
    }
  }
}
