package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Objection;
import sockproof.proxy.plan.Settings;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * Does to a stream, step by step, what was done to it by hand. Each piece leaves when the receiver
 * has read the one before it; what comes after the last step passes as it came.
 *
 * @param steps what is done, in order
 */
public record StreamScript(List<Step> steps) implements FaultSpec.OnStream {
  /** One step. Bytes of the sender are counted in the order in which they came. */
  public sealed interface Step {
    /**
     * Lets bytes of the sender go.
     *
     * @param count how many
     * @param once how many must have come from the sender in all before they leave; 0 for any
     * @param joined true when they belong to the piece of the step before
     */
    record Pass(long count, long once, boolean joined) implements Step {}

    /** Sends bytes that are not the sender's; {@code once} and {@code joined} as in Pass. */
    record Add(Bytes bytes, long once, boolean joined) implements Step {}

    /** Throws bytes of the sender away; {@code joined} as in Pass. */
    record Drop(long count, boolean joined) implements Step {}

    /** Lets bytes of the sender go as they come. */
    record Flow(long count) implements Step {}

    /** The last step: nothing passes any more. */
    record End(Ending how) implements Step {}

    /** True when it belongs to the piece of the step before. */
    default boolean isJoined() {
      return switch (this) {
        case Pass pass -> pass.joined();
        case Add add -> add.joined();
        case Drop drop -> drop.joined();
        case Flow _, End _ -> false;
      };
    }

    /** How many bytes of the sender it takes. */
    default long taken() {
      return switch (this) {
        case Pass pass -> pass.count();
        case Drop drop -> drop.count();
        case Flow flow -> flow.count();
        case Add _, End _ -> 0;
      };
    }
  }

  /** How nothing passes any more. */
  public enum Ending {
    /** With FIN. */
    FIN,
    /** With RST. */
    RESET,
    /** Without a sign: what comes stays here, and so does the sender's end. */
    HOLD
  }

  private static final Key<Bytes> BYTES = Keys.bytes("add");
  private static final Key<Ending> END = Keys.word("end", Ending.class);
  private static final Map<String, Object> COUNT = Map.of("type", "integer", "minimum", 1);
  private static final Map<String, Object> FLAG = Map.of("type", "boolean");

  private static final Key<List<Step>> STEPS =
      Key.<List<Step>>of(
              "steps",
              "a list of {pass: N}, {add: BYTES}, {drop: N}, {flow: N}, {end: fin, reset or hold}",
              schema(),
              node -> ScriptSteps.read(node, StreamScript::read, step -> step instanceof Step.End),
              list -> list.stream().map(StreamScript::written).toList())
          .mandatory()
          .doing(
              "what is done in turn; with `once: M` when M bytes have come, with `joined: true` in"
                  + " one piece with the step before");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("script", "does step by step what was done in the debugger")
          .keys(STEPS)
          .by(settings -> new StreamScript(settings.get(STEPS)));

  public StreamScript {
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
  public Optional<Objection> objection(Medium medium, Framing framing) {
    return medium == Medium.UNIX && steps.contains(new Step.End(Ending.RESET))
        ? Optional.of(
            new Objection(
                STEPS.name(), "Unix sockets have no reset. Use `end: fin` or `end: hold`."))
        : Optional.empty();
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new StreamScriptRun(steps);
  }

  private static Map<String, Object> schema() {
    return ScriptSteps.schema(
        ScriptSteps.stepSchema("pass", COUNT, Map.of("once", COUNT, "joined", FLAG)),
        ScriptSteps.stepSchema("add", BYTES.schema(), Map.of("once", COUNT, "joined", FLAG)),
        ScriptSteps.stepSchema("drop", COUNT, Map.of("joined", FLAG)),
        ScriptSteps.stepSchema("flow", COUNT, Map.of()),
        ScriptSteps.stepSchema("end", END.schema(), Map.of()));
  }

  private static Step read(YamlMap map) {
    String what = ScriptSteps.word(map, "pass", "add", "drop", "flow", "end");
    return switch (what) {
      case "pass" ->
          new Step.Pass(ScriptSteps.count(map.required(what)), ScriptSteps.once(map), joined(map));
      case "add" ->
          new Step.Add(BYTES.read(map.required(what)), ScriptSteps.once(map), joined(map));
      case "drop" -> new Step.Drop(ScriptSteps.count(map.required(what)), joined(map));
      case "flow" -> new Step.Flow(ScriptSteps.count(map.required(what)));
      default -> new Step.End(END.read(map.required(what)));
    };
  }

  private static boolean joined(YamlMap map) {
    return map.optional("joined").map(YamlNode::bool).orElse(false);
  }

  private static Map<String, Object> written(Step step) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (step) {
      case Step.Pass(long count, long once, boolean joined) -> {
        map.put("pass", count);
        ScriptSteps.putOnce(map, once);
      }
      case Step.Add(Bytes bytes, long once, boolean joined) -> {
        map.put("add", BYTES.written(bytes));
        ScriptSteps.putOnce(map, once);
      }
      case Step.Drop(long count, boolean joined) -> map.put("drop", count);
      case Step.Flow(long count) -> map.put("flow", count);
      case Step.End(Ending how) -> map.put("end", END.written(how));
    }
    if (step.isJoined()) {
      map.put("joined", true);
    }
    return map;
  }

  /** The steps as pieces: each list is one step and those that are joined to it. */
  static List<List<Step>> pieces(List<Step> steps) {
    List<List<Step>> pieces = new ArrayList<>();
    for (Step step : steps) {
      if (!step.isJoined() || pieces.isEmpty()) {
        pieces.add(new ArrayList<>());
      }
      Objects.requireNonNull(pieces.getLast()).add(step);
    }
    return pieces;
  }
}
