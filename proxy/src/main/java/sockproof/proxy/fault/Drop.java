package sockproof.proxy.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * Loses datagrams: all that its condition and probability select, or some of them.
 *
 * @param nth the numbers of those lost, from 1; none for all
 * @param burst loses them in bursts
 */
public record Drop(List<Integer> nth, Optional<Burst> burst) implements FaultSpec.OnDatagrams {
  /**
   * The loss model of Gilbert and Elliott: two states with a loss probability each. A datagram is
   * lost by the state that it meets; then the state may change.
   *
   * @param enter from the good to the bad state, for each datagram
   * @param leave from the bad to the good state, for each datagram
   * @param lossGood loss in the good state
   * @param lossBad loss in the bad state
   */
  public record Burst(double enter, double leave, double lossGood, double lossBad) {}

  private static final Key<List<Integer>> NTH =
      Keys.numbers("nth").doing("loses these datagrams only");
  private static final Key<Burst> BURST =
      Key.of(
              "burst",
              "{enter: 0..1, leave: 0..1, loss-good: 0..1, loss-bad: 0..1}",
              burstSchema(),
              Drop::readBurst,
              Drop::burstData)
          .doing("loses in bursts (Gilbert–Elliott); loss-good is 0 and loss-bad 1 by default");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("drop", "loses datagrams")
          .keys(NTH, BURST)
          .group(FaultType.Choice.AT_MOST_ONE, NTH, BURST)
          .elsewhere(
              "loses datagrams; on a stream that would be corruption. Use `limit`, `stall` or"
                  + " `reset`.")
          .by(settings -> new Drop(settings.find(NTH).orElse(List.of()), settings.find(BURST)));

  public Drop {
    nth = List.copyOf(nth);
  }

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none()
        .with(NTH, nth.isEmpty() ? Optional.empty() : Optional.of(nth))
        .with(BURST, burst);
  }

  @Override
  public DatagramFault newDatagramFault() {
    Losses losses = burst.<Losses>map(InBursts::new).orElseGet(() -> new ByNumber(nth));
    return new PassingDatagrams((datagram, context) -> decide(losses, datagram, context));
  }

  private static void decide(Losses losses, Datagram datagram, Context<DatagramAction> context) {
    context.act(
        losses.next(context.random())
            ? new DatagramAction.Discard(datagram)
            : new DatagramAction.Deliver(datagram));
  }

  /** Says of one datagram after the other whether it is lost. */
  @FunctionalInterface
  private interface Losses {
    boolean next(RandomGenerator random);
  }

  private static final class ByNumber implements Losses {
    private final List<Integer> nth;
    private long number;

    ByNumber(List<Integer> nth) {
      this.nth = nth;
    }

    @Override
    public boolean next(RandomGenerator random) {
      number++;
      return nth.isEmpty() || (number <= Integer.MAX_VALUE && nth.contains((int) number));
    }
  }

  private static final class InBursts implements Losses {
    private final Burst burst;
    private boolean bad;

    InBursts(Burst burst) {
      this.burst = burst;
    }

    @Override
    public boolean next(RandomGenerator random) {
      boolean lost = random.nextDouble() < (bad ? burst.lossBad : burst.lossGood);
      if (random.nextDouble() < (bad ? burst.leave : burst.enter)) {
        bad = !bad;
      }
      return lost;
    }
  }

  private static Burst readBurst(YamlNode node) {
    YamlMap map = node.map();
    Burst burst =
        new Burst(
            map.required("enter").number(0, 1),
            map.required("leave").number(0, 1),
            map.optional("loss-good").map(value -> value.number(0, 1)).orElse(0.0),
            map.optional("loss-bad").map(value -> value.number(0, 1)).orElse(1.0));
    map.noOtherKeys();
    return burst;
  }

  private static Object burstData(Burst burst) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("enter", burst.enter);
    data.put("leave", burst.leave);
    data.put("loss-good", burst.lossGood);
    data.put("loss-bad", burst.lossBad);
    return data;
  }

  private static Map<String, Object> burstSchema() {
    Map<String, Object> fraction = Map.of("type", "number", "minimum", 0, "maximum", 1);
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of("enter", fraction, "leave", fraction, "loss-good", fraction, "loss-bad", fraction),
        "required",
        List.of("enter", "leave"),
        "additionalProperties",
        false);
  }
}
