package sockproof.harness.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Step;
import sockproof.harness.scenario.Outcome;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.PlannedFault;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;
import tools.jackson.databind.json.JsonMapper;

/** The text of scenario and subject files. A JSON string is a YAML string, too. */
final class SavedScenario {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SavedScenario() {}

  /**
   * A scenario file.
   *
   * @param exchange what is exchanged; its plan is not looked at
   * @param faults what was done by hand
   * @param outcome what the program owes
   */
  static String scenario(Exchange exchange, List<PlannedFault> faults, Outcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add("# Saved by `sockproof debug`. The outcome follows from what was done by hand: lost");
    lines.add(
        "# bytes are an error, all else is not. Change it where the program owes something else.");
    lines.add("title: What was done in the debugger");
    lines.add("requirement:");
    lines.add("  level: MUST");
    lines.add("  text: " + quoted(requirement(outcome)));
    lines.add("  source: a session of sockproof debug");
    lines.add("network: " + exchange.network().medium().word());
    if (exchange.network().ip() == 6) {
      lines.add("ip: 6");
    }
    lines.add("under-test: " + exchange.underTest().word());
    if (exchange.network().isStream()) {
      lines.add(
          "framing: "
              + (exchange.framing() instanceof Framing.Fixed(int size)
                  ? "{fixed: " + size + "}"
                  : exchange.framing().word()));
    }
    if (exchange.text() != TextRules.ASCII) {
      lines.add("charset: " + exchange.text().word());
    }
    lines.add("dialogue:");
    exchange.dialogue().forEach(step -> lines.addAll(step(step)));
    if (!faults.isEmpty()) {
      lines.add("faults:");
      faults.forEach(fault -> lines.addAll(fault(fault)));
    }
    lines.add("expect: {outcome: " + outcome.word() + ", within: 5s}");
    return String.join("\n", lines) + "\n";
  }

  private static String requirement(Outcome outcome) {
    return outcome == Outcome.REPLIES_INTACT
        ? "The program gets every message whole, however the network delivers it."
        : "The program notices what the network did to it, and does not pass it off as success.";
  }

  private static List<String> step(Step step) {
    List<String> lines = new ArrayList<>();
    lines.add("  - say: " + quoted(Objects.requireNonNullElse(step.say(), "")));
    lines.add(
        "    reply: "
            + (step.replies().size() == 1
                ? quoted(step.replies().getFirst())
                : step.replies().stream()
                    .map(SavedScenario::quoted)
                    .collect(Collectors.joining(", ", "[", "]"))));
    return lines;
  }

  /** A fault with each of its steps on a line. */
  private static List<String> fault(PlannedFault fault) {
    List<String> lines = new ArrayList<>();
    fault
        .toData()
        .forEach(
            (name, keys) -> {
              lines.add("  - " + name + ":");
              ((Map<?, ?>) keys)
                  .forEach(
                      (key, value) -> {
                        if (value instanceof List<?> list) {
                          lines.add("      " + key + ":");
                          list.forEach(item -> lines.add("        - " + flow(item)));
                        } else {
                          lines.add("      " + key + ": " + flow(value));
                        }
                      });
            });
    return lines;
  }

  private static String flow(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + flow(Objects.requireNonNull(entry.getValue())))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(SavedScenario::flow).collect(Collectors.joining(", ", "[", "]"));
      case String text when text.matches("[a-z]+(-[a-z]+)*") && !text.equals("null") -> text;
      case String text -> quoted(text);
      default -> value.toString();
    };
  }

  /**
   * A subject file.
   *
   * @param arguments the program and its arguments, to be started in the folder of the file
   */
  static String subject(Subject subject, Exchange exchange, List<String> arguments) {
    List<String> lines = new ArrayList<>();
    lines.add("title: The program of a session of sockproof debug");
    lines.add("role: " + subject.role().word());
    lines.add("network: " + exchange.network().medium().word());
    if (exchange.network().ip() == 6) {
      lines.add("ip: 6");
    }
    if (exchange.network().isStream()) {
      lines.add("framing: " + exchange.framing().word());
    }
    if (exchange.text() != TextRules.ASCII) {
      lines.add("charset: " + exchange.text().word());
    }
    lines.add("command: " + flowOfTexts(arguments));
    return String.join("\n", lines) + "\n";
  }

  private static String flowOfTexts(List<String> texts) {
    return texts.stream().map(SavedScenario::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return MAPPER.writeValueAsString(text);
  }

  /**
   * What a program owes after what was done.
   *
   * @param toClient what was done to what goes to the client, on any connection
   * @param toServer likewise
   */
  static Outcome outcome(
      Role underTest, Medium medium, List<ByHand> toClient, List<ByHand> toServer) {
    boolean toIt = spoiled(underTest == Role.CLIENT ? toClient : toServer);
    boolean fromIt = spoiled(underTest == Role.CLIENT ? toServer : toClient);
    if (!toIt && !fromIt) {
      return Outcome.REPLIES_INTACT;
    }
    if (!medium.isStream()) {
      return underTest == Role.CLIENT ? Outcome.NO_WRONG_REPLY : Outcome.IDLE;
    }
    return underTest == Role.CLIENT || toIt ? Outcome.CLEAN_ERROR : Outcome.IDLE;
  }

  private static boolean spoiled(List<ByHand> done) {
    return done.stream().anyMatch(one -> one.loses() || one.forges());
  }
}
