package sockproof.proxy.fuzz;

import java.util.List;
import java.util.OptionalLong;
import sockproof.proxy.control.ProxyReader;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.JsonReader;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.YamlNode;

/** Readers of text from outside, as functions that fuzzers and regression tests call. */
public final class Fuzzed {
  private static final List<Framing> FRAMINGS =
      List.of(new Framing.None(), new Framing.Line(), new Framing.LengthPrefix());

  private Fuzzed() {}

  /** A reader of text, which refuses what it does not like with a {@link PlanException}. */
  @FunctionalInterface
  public interface Reader {
    /** Reads, and forgets what was read. */
    void read(String text);
  }

  /**
   * Calls a reader.
   *
   * @return true if it took the text, false if it refused it in one sentence
   * @throws AssertionError if it refused it in another way
   */
  public static boolean accepts(Reader reader, String text) {
    try {
      reader.read(text);
      return true;
    } catch (PlanException e) {
      String message = String.valueOf(e.getMessage());
      if (message.chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError("control characters in: " + message, e);
      }
      if (!message.matches("input:[0-9]+:[0-9]+: .+[.?)]")) {
        throw new AssertionError("no place, or no sentence: " + message, e);
      }
      return false;
    }
  }

  /** A fault list, for each medium and some framings. */
  public static boolean plan(String text) {
    boolean accepted = false;
    for (Medium medium : Medium.values()) {
      for (Framing framing : medium.isStream() ? FRAMINGS : FRAMINGS.subList(0, 1)) {
        accepted |= accepts(one -> PlanReader.parse(one, "input", medium, framing), text);
      }
    }
    return accepted;
  }

  /** A config file of proxies. */
  public static boolean config(String text) {
    return accepts(
        one -> new ProxyReader(OptionalLong.empty(), 1).config(YamlNode.parse(one, "input")), text);
  }

  /** Bodies of Sockproof's own API. */
  public static boolean body(String text) {
    boolean proxies =
        accepts(
            one -> new ProxyReader(OptionalLong.empty(), 1).proxies(JsonReader.parse(one, "input")),
            text);
    boolean faults =
        accepts(
            one ->
                ProxyReader.plan(
                    JsonReader.parse(one, "input"),
                    new Endpoint.Tcp("127.0.0.1", 0),
                    new Framing.Line()),
            text);
    return proxies || faults;
  }
}
