package sockproof.harness.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import sockproof.reference.cli.ReferenceCommand;

/**
 * The registry of commands: a new command is a class and one line here. A command's class is loaded
 * only when its name, the help of the whole program or a completion script asks for it, so that
 * short commands start fast.
 */
final class Commands {
  /** One command: its name on the command line and how to create it. */
  record Entry(String name, Supplier<Object> create) {}

  static final List<Entry> ALL =
      List.of(
          new Entry("run", RunCommand::new),
          new Entry("list", ListCommand::new),
          new Entry("check", CheckCommand::new),
          new Entry("proxy", ProxyCommand::new),
          new Entry("replay", ReplayCommand::new),
          new Entry("report", ReportCommand::new),
          new Entry("debug", DebugCommand::new),
          new Entry("reference", ReferenceCommand::create),
          new Entry("bench", BenchCommand::new),
          new Entry("completion", CompletionCommand::new));

  private Commands() {}

  /** Returns the command line with every command. */
  static CommandLine all() {
    CommandLine root = new CommandLine(new RootCommand());
    ALL.forEach(entry -> root.addSubcommand(entry.name(), entry.create().get()));
    return root;
  }

  /** Returns a command line that understands {@code args}, with as few commands as will do. */
  static CommandLine forArguments(String... args) {
    for (Entry entry : ALL) {
      if (args.length > 0 && entry.name().equals(args[0])) {
        CommandLine root = new CommandLine(new RootCommand());
        root.addSubcommand(entry.name(), entry.create().get());
        return root;
      }
    }
    return all();
  }
}
