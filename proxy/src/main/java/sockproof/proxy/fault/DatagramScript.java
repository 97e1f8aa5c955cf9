package sockproof.proxy.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * Does to datagrams, step by step, what was done to them by hand. Those that no step names pass
 * after the last step.
 *
 * @param steps what is done, in order
 */
public record DatagramScript(List<Step> steps) implements FaultSpec.OnDatagrams {
  /** One step. Datagrams are numbered from 1 in the order in which they came. */
  public sealed interface Step {
    /**
     * Lets a datagram go, once more if it has gone already.
     *
     * @param number which
     * @param once how many must have come in all before it leaves; 0 for any
     */
    record Pass(int number, long once) implements Step {}

    /** Throws a datagram away. */
    record Drop(int number) implements Step {}

    /** Sends a datagram that is not the sender's; {@code once} as in Pass. */
    record Add(Bytes payload, Datagram.Source from, long once) implements Step {}

    /** The last step: nothing passes any more. */
    record Hold() implements Step {}
  }

  private enum Ending {
    HOLD
  }

  private enum From {
    GENUINE,
    OTHER_PORT,
    OTHER_HOST,
    BOTH
  }

  private static final Key<Bytes> BYTES = Keys.bytes("add");
  private static final Key<Ending> END = Keys.word("end", Ending.class);
  private static final Key<From> FROM = Keys.word("from", From.class);
  private static final Map<String, Object> COUNT = Map.of("type", "integer", "minimum", 1);
  private static final Map<String, Object> PAYLOAD =
      Map.of("anyOf", List.of(BYTES.schema(), Map.of("const", "")));

  private static final Key<List<Step>> STEPS =
      Key.<List<Step>>of(
              "steps",
              "a list of {pass: NUMBER}, {drop: NUMBER}, {add: BYTES, from: WORD}, {end: hold}",
              ScriptSteps.schema(
                  ScriptSteps.stepSchema("pass", COUNT, Map.of("once", COUNT)),
                  ScriptSteps.stepSchema("drop", COUNT, Map.of()),
                  ScriptSteps.stepSchema(
                      "add", PAYLOAD, Map.of("once", COUNT, "from", FROM.schema())),
                  ScriptSteps.stepSchema("end", END.schema(), Map.of())),
              node ->
                  ScriptSteps.read(node, DatagramScript::read, step -> step instanceof Step.Hold),
              list -> list.stream().map(DatagramScript::written).toList())
          .mandatory()
          .doing(
              "what is done in turn; with `once: M` when M datagrams have come; `from` is genuine,"
                  + " other-port, other-host or both");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onDatagrams("script", "does step by step what was done in the debugger")
          .keys(STEPS)
          .by(settings -> new DatagramScript(settings.get(STEPS)));

  public DatagramScript {
    steps = List.copyOf(steps);
  }

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(STEPS, steps);
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new DatagramScriptRun(steps);
  }

  @Override
  public Set<Datagram.Source> sources() {
    return steps.stream()
        .filter(Step.Add.class::isInstance)
        .map(step -> ((Step.Add) step).from())
        .filter(from -> !from.equals(Datagram.GENUINE))
        .collect(Collectors.toSet());
  }

  private static Step read(YamlMap map) {
    String what = ScriptSteps.word(map, "pass", "drop", "add", "end");
    return switch (what) {
      case "pass" ->
          new Step.Pass((int) ScriptSteps.count(map.required(what)), ScriptSteps.once(map));
      case "drop" -> new Step.Drop((int) ScriptSteps.count(map.required(what)));
      case "add" -> {
        YamlNode add = map.required(what);
        boolean empty = add.isScalar() && add.string().isEmpty();
        From from = map.optional("from").map(FROM::read).orElse(From.GENUINE);
        Bytes payload = empty ? Bytes.empty() : BYTES.read(add);
        yield new Step.Add(payload, source(from), ScriptSteps.once(map));
      }
      default -> {
        END.read(map.required(what));
        yield new Step.Hold();
      }
    };
  }

  private static Map<String, Object> written(Step step) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (step) {
      case Step.Pass(int number, long once) -> {
        map.put("pass", number);
        ScriptSteps.putOnce(map, once);
      }
      case Step.Drop(int number) -> map.put("drop", number);
      case Step.Add(Bytes payload, Datagram.Source source, long once) -> {
        map.put("add", payload.isEmpty() ? "" : BYTES.written(payload));
        if (!source.equals(Datagram.GENUINE)) {
          map.put("from", FROM.written(from(source)));
        }
        ScriptSteps.putOnce(map, once);
      }
      case Step.Hold() -> map.put("end", END.written(Ending.HOLD));
    }
    return map;
  }

  private static Datagram.Source source(From from) {
    return switch (from) {
      case GENUINE -> Datagram.GENUINE;
      case OTHER_PORT -> new Datagram.Source.OtherPort();
      case OTHER_HOST -> new Datagram.Source.OtherHost();
      case BOTH -> new Datagram.Source.Both();
    };
  }

  private static From from(Datagram.Source source) {
    return switch (source) {
      case Datagram.Source.Genuine() -> From.GENUINE;
      case Datagram.Source.OtherPort() -> From.OTHER_PORT;
      case Datagram.Source.OtherHost() -> From.OTHER_HOST;
      case Datagram.Source.Both() -> From.BOTH;
      case Datagram.Source.Address _, Datagram.Source.Exact _ ->
          throw new IllegalArgumentException("nothing is forged by hand from " + source.describe());
    };
  }
}
