package sockproof.reference.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import sockproof.reference.Exit;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Mutant;
import sockproof.reference.role.Role;

/**
 * {@code sockproof reference}: the uppercase servers and clients, and the chat. {@link #create}
 * makes it with its roles, to be added to a command line.
 */
@Command(
    name = "reference",
    description = "The uppercase servers and clients, and the chat.",
    footer = {
      "",
      "Example, in two terminals:",
      "  sockproof reference tcp-server --port 3000",
      "  sockproof reference tcp-client --port 3000 --message 'hello, world'"
    })
public final class ReferenceCommand implements Runnable {
  @Option(names = "--list-mutants", description = "List the roles' mutants, each with its one bug.")
  private boolean listMutants;

  @Spec private @Nullable CommandSpec spec;
  private final List<RoleCommand> roles;

  private ReferenceCommand(RoleIo io) {
    roles =
        List.of(
            new UdpServerCommand(io),
            new UdpClientCommand(io),
            new UdpConnectedClientCommand(io),
            new UdpMatchingClientCommand(io),
            new TcpServerCommand(io),
            new TcpClientCommand(io),
            new ChatServerCommand(io),
            new ChatClientCommand(io));
  }

  /** The command with its roles, for a program of its own: it uses the process's streams. */
  public static CommandLine create() {
    return create(RoleIo.ofProcess());
  }

  static CommandLine create(RoleIo io) {
    ReferenceCommand command = new ReferenceCommand(io);
    CommandLine line = new CommandLine(command);
    command.roles.forEach(line::addSubcommand);
    return line;
  }

  /** Does what {@link sockproof.reference.ReferenceMain#run} says. */
  public static Exit runEmbedded(
      List<String> args, InputStream in, PrintStream out, PrintStream err, ThreadFactory threads) {
    CommandLine line = create(new RoleIo(in, out, err, threads, false, false));
    line.setOut(new PrintWriter(out, true, out.charset()));
    line.setErr(new PrintWriter(err, true, err.charset()));
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show this help and exit.")
                .build());
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setParameterExceptionHandler(
        (e, _) -> {
          err.println("sockproof: " + e.getMessage());
          err.flush();
          return CommandLine.ExitCode.USAGE;
        });
    int status = line.execute(args.toArray(String[]::new));
    Exit exit = ((ReferenceCommand) line.getCommand()).exit();
    return exit instanceof Exit.Signal ? exit : new Exit.Status(status);
  }

  /**
   * How the role that ran last ended. A mutant that dies from a signal gives {@link Exit.Signal};
   * in a process of its own it really dies from it.
   */
  public Exit exit() {
    return roles.stream()
        .map(RoleCommand::exit)
        .filter(exit -> !exit.equals(new Exit.Status(0)))
        .findFirst()
        .orElse(new Exit.Status(0));
  }

  @Override
  public void run() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    if (!listMutants) {
      throw new ParameterException(
          line, "A role is missing; `sockproof reference --help` lists them.");
    }
    for (Mutant mutant : MutantRegistry.all()) {
      String roleWords =
          mutant.roles().stream().sorted().map(Role::word).collect(Collectors.joining(","));
      line.getOut().println(mutant.id() + "\t" + roleWords + "\t" + mutant.bug());
    }
    line.getOut().flush();
  }
}
