package sockproof.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.relay.RelayException;

/** Runs commands and turns how they end into an exit status. */
final class Program {
  /** Those that take the command of another program behind their own options. */
  private static final Set<String> BEFORE_COMMANDS = Set.of("sockproof check", "sockproof debug");

  private Program() {}

  /** Runs the command that {@code args} name and returns its exit status. */
  static int run(String... args) {
    CommandLine line = commandLine(args);
    line.setOut(new PrintWriter(System.out, false, System.out.charset()));
    line.setErr(new PrintWriter(System.err, false, System.err.charset()));
    int status = execute(line, Path.of(""), args);
    line.getOut().flush();
    line.getErr().flush();
    return status;
  }

  /** Executes arguments, with the options of the project file in {@code folder} added. */
  static int execute(CommandLine line, Path folder, String... args) {
    try {
      Optional<ProjectFile> project = ProjectFile.read(folder);
      if (project.isEmpty()) {
        return line.execute(args);
      }
      String[] all = project.get().complete(line, args);
      line.setParameterExceptionHandler((e, given) -> usage(e, given, project.get().place(e)));
      return line.execute(all);
    } catch (IOException | PlanException e) {
      return failure(e, line);
    }
  }

  /** Returns the command line for {@code args}; its streams may be replaced before it runs. */
  static CommandLine commandLine(String... args) {
    CommandLine line = Commands.forArguments(args);
    install(line);
    return line;
  }

  /** Sets how {@code line} and the commands that it has by now read arguments and report errors. */
  static void install(CommandLine line) {
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUnmatchedOptionsArePositionalParams(false);
    line.setParameterExceptionHandler((e, args) -> usage(e, args, Optional.empty()));
    WholeNumber.register(line);
    line.setExecutionExceptionHandler((e, command, parsed) -> failure(e, command));
  }

  private static int usage(ParameterException e, String[] args, Optional<String> place) {
    String sentence =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched, List.of(args))
            : oneLine(e);
    return report(e.getCommandLine(), place.map(where -> where + ": ").orElse("") + sentence);
  }

  private static String unmatched(UnmatchedArgumentException e, List<String> args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String first = e.getUnmatched().getFirst();
    if (!e.isUnknownOption() && e.getCommandLine().getParent() != null) {
      return "`%s` is one argument too many; `%s --help` shows what it takes."
          .formatted(first, command);
    }
    if (e.isUnknownOption() && BEFORE_COMMANDS.contains(command) && !args.contains("--")) {
      return oneLine(e)
          + "; if it belongs to the program under test, put `--` before that program.";
    }
    String sentence = e.isUnknownOption() ? oneLine(e) : "There is no command `" + first + "`";
    List<String> alternatives = e.getSuggestions();
    return alternatives.isEmpty()
        ? sentence + "; `" + command + " --help` lists what there is."
        : sentence + "; did you mean " + String.join(" or ", alternatives) + "?";
  }

  private static int failure(Exception e, CommandLine command) {
    return switch (e) {
      case UsageException usage -> report(command, oneLine(usage));
      case PlanException plan -> report(command, oneLine(plan));
      case RelayException relay -> report(command, oneLine(relay));
      case UncheckedIOException io ->
          report(command, describe(Objects.requireNonNull(io.getCause())));
      case IOException io -> report(command, describe(io));
      default -> internal(e, command);
    };
  }

  private static int report(CommandLine command, String sentence) {
    say(command, sentence);
    return ExitStatus.USAGE;
  }

  /** A bug of ours: one line for the user, and the trace only where it was asked for. */
  private static int internal(Exception e, CommandLine command) {
    say(command, "internal error: " + e + "; run the command again with -v to see where.");
    if (Console.of(command.getCommandSpec()).verbose()) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        command.getErr().println(cause);
        for (StackTraceElement frame : cause.getStackTrace()) {
          command.getErr().println("    at " + frame);
        }
      }
      command.getErr().flush();
    }
    return ExitStatus.INCONCLUSIVE;
  }

  /** Why something could not be written, without a full stop. */
  static String reason(Exception e) {
    Exception cause =
        e instanceof UncheckedIOException io && io.getCause() != null ? io.getCause() : e;
    return switch (cause) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> oneLine(cause);
    };
  }

  private static String describe(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + ": there is no such file.";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied.";
      default -> oneLine(e);
    };
  }

  private static String oneLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.strip().replaceAll("\\R", " ");
  }

  private static void say(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    err.println("sockproof: " + sentence);
    err.flush();
  }
}
