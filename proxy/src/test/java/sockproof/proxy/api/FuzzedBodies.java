package sockproof.proxy.api;

import java.util.function.Consumer;
import sockproof.proxy.control.Toxic;
import sockproof.proxy.control.ToxicType;
import sockproof.proxy.fuzz.Fuzzed;
import sockproof.proxy.plan.JsonReader;
import sockproof.proxy.plan.YamlNode;

/** The reader of toxiproxy's bodies, as a function that fuzzers and regression tests call. */
final class FuzzedBodies {
  private static final Toxic OLD =
      new Toxic("old", ToxicType.LATENCY, false, 1, ToxicType.LATENCY.defaults());

  private FuzzedBodies() {}

  /** True if the text is a proxy, a toxic or a change of one. */
  static boolean toxiproxy(String text) {
    boolean proxy = accepts(node -> ToxiproxyBodies.proxy(node, ""), text);
    boolean toxic = accepts(ToxiproxyBodies::toxic, text);
    boolean change = accepts(node -> ToxiproxyBodies.changed(OLD, node), text);
    return proxy || toxic || change;
  }

  private static boolean accepts(Consumer<YamlNode> reader, String text) {
    try {
      return Fuzzed.accepts(one -> reader.accept(JsonReader.parse(one, "input")), text);
    } catch (ApiException e) {
      String message = String.valueOf(e.getMessage());
      if (e.status() >= 500 || message.chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError(e.status() + " " + message, e);
      }
      return false;
    }
  }
}
