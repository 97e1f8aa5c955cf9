package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import sockproof.proxy.plan.TextFile;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * The options of {@code sockproof.yaml}, the file beside the project under test: for each command
 * the long names of its options, without the dashes. What stands on the command line wins.
 */
final class ProjectFile {
  /** The file's name; it is looked for in the current directory. */
  static final String NAME = "sockproof.yaml";

  private static final String DASHES = "--";

  private final Map<String, Map<String, YamlNode>> commands = new LinkedHashMap<>();
  private boolean isInUse;

  /**
   * Reads the file of a folder.
   *
   * @return nothing where there is no such file
   * @throws sockproof.proxy.plan.PlanException with file, line and column, for a key that is no
   *     command or no option of it
   */
  static Optional<ProjectFile> read(Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    ProjectFile project = new ProjectFile();
    YamlMap map = YamlNode.parse(TextFile.read(path), path.toString()).map();
    Map<String, CommandLine> known = Commands.all().getSubcommands();
    map.noKeysBut(known.keySet());
    for (String name : map.keys()) {
      YamlMap options = map.required(name).map();
      List<String> names = longNames(known.get(name));
      options.noKeysBut(names);
      Map<String, YamlNode> values = new LinkedHashMap<>();
      options.keys().forEach(key -> values.put(key, options.required(key)));
      project.commands.put(name, values);
    }
    return Optional.of(project);
  }

  private static List<String> longNames(@Nullable CommandLine command) {
    return command == null
        ? List.of()
        : command.getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(OptionSpec::longestName)
            .filter(name -> name.startsWith(DASHES))
            .map(name -> name.substring(DASHES.length()))
            .sorted()
            .toList();
  }

  /**
   * The arguments with the options of the file put behind the command's name, but for those that
   * stand there already. Arguments that are wrong by themselves come back as they are.
   */
  String[] complete(CommandLine line, String[] args) {
    ParseResult parsed;
    try {
      parsed = line.parseArgs(args);
    } catch (ParameterException e) {
      return args; // reported, with what is wrong, when they are executed
    }
    ParseResult command = parsed.subcommand();
    if (command == null) {
      return args;
    }
    isInUse = true;
    String name = command.commandSpec().name();
    List<String> more = new ArrayList<>();
    commands
        .getOrDefault(name, Map.of())
        .forEach(
            (key, value) -> {
              OptionSpec option = command.commandSpec().findOption(DASHES + key);
              boolean given =
                  command.hasMatchedOption(DASHES + key) || parsed.hasMatchedOption(DASHES + key);
              if (option != null && !given) {
                more.addAll(words(option, value));
              }
            });
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(all.indexOf(name) + 1, more);
    return all.toArray(String[]::new);
  }

  private static List<String> words(OptionSpec option, YamlNode value) {
    String name = option.longestName();
    if (option.arity().max() == 0) {
      return value.bool() ? List.of(name) : List.of();
    }
    if (!option.isMultiValue()) {
      return List.of(name, value.string());
    }
    return value.listOrOne().stream()
        .flatMap(item -> List.of(name, item.string()).stream())
        .toList();
  }

  /** Where the value stands that was refused; empty where it is not from this file. */
  Optional<String> place(ParameterException e) {
    ArgSpec refused = e.getArgSpec();
    if (!isInUse || !(refused instanceof OptionSpec option)) {
      return Optional.empty();
    }
    String key = option.longestName().replaceFirst("^" + DASHES, "");
    return Optional.ofNullable(
            commands.getOrDefault(e.getCommandLine().getCommandName(), Map.of()).get(key))
        .map(YamlNode::place);
  }
}
