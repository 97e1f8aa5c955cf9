package sockproof.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes completion scripts for the fish shell, from the same model that parses arguments. */
final class FishCompletion {
  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** Returns the script that completes {@code root}, its commands and their options. */
  static String script(CommandSpec root) {
    FishCompletion completion = new FishCompletion(root.name());
    completion.command(root, List.of());
    return completion.script.toString();
  }

  private void command(CommandSpec spec, List<String> path) {
    String condition = condition(path, spec.subcommands().keySet().stream().toList());
    spec.subcommands()
        .forEach((name, sub) -> line(condition, " -f -a " + name, describe(sub.getCommandSpec())));
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      String values = values(parameter);
      if (!values.isEmpty()) {
        line(condition, values, "");
      }
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        line(condition, flags(option), first(option.description()));
      }
    }
    spec.subcommands()
        .forEach(
            (name, sub) -> {
              List<String> deeper = new ArrayList<>(path);
              deeper.add(name);
              command(sub.getCommandSpec(), deeper);
            });
  }

  /** True where all of {@code path} was typed and none of the commands that could follow it. */
  private static String condition(List<String> path, List<String> next) {
    StringJoiner all = new StringJoiner("; and ");
    path.forEach(name -> all.add("__fish_seen_subcommand_from " + name));
    if (!next.isEmpty()) {
      all.add("not __fish_seen_subcommand_from " + String.join(" ", next));
    }
    return all.toString();
  }

  private void line(String condition, String what, String description) {
    script.append("complete -c ").append(program);
    if (!condition.isEmpty()) {
      script.append(" -n ").append(quote(condition));
    }
    script.append(what);
    if (!description.isEmpty()) {
      script.append(" -d ").append(quote(description));
    }
    script.append('\n');
  }

  private static String flags(OptionSpec option) {
    StringBuilder flags = new StringBuilder();
    for (String name : option.names()) {
      boolean isLong = name.startsWith("--");
      flags.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
    }
    if (option.arity().max() > 0) {
      flags.append(" -r");
    }
    flags.append(values(option));
    return flags.toString();
  }

  /** The words that are offered as values, where the model knows them all. */
  private static String values(ArgSpec argument) {
    if (argument.completionCandidates() == null) {
      return "";
    }
    return " -f -a " + quote(String.join(" ", argument.completionCandidates()));
  }

  private static String describe(CommandSpec spec) {
    return first(spec.usageMessage().description());
  }

  private static String first(String[] lines) {
    return lines.length == 0 ? "" : CommandLine.Help.Ansi.OFF.string(lines[0]);
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
