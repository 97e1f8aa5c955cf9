package sockproof.reference.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sockproof.reference.Exit;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.Printable;
import sockproof.reference.net.KilledBySignal;
import sockproof.reference.net.ServiceDied;
import sockproof.reference.net.UncaughtFailure;
import sockproof.reference.net.UsageException;

/** What all roles have in common: how they end. */
abstract class RoleCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int INTERRUPTED = 130;
  private static final int SIGNAL_BASE = 128;

  @Option(
      names = "--mutant",
      paramLabel = "ID",
      description = "Have exactly this bug; `--list-mutants` of the command above lists them.")
  private @Nullable String mutant;

  @Spec private @Nullable CommandSpec spec;
  private final RoleIo io;
  private Exit exit = new Exit.Status(OK);

  RoleCommand(RoleIo io) {
    this.io = io;
  }

  final RoleIo io() {
    return io;
  }

  final Optional<String> mutant() {
    return Optional.ofNullable(mutant);
  }

  /** How the last run ended. */
  final Exit exit() {
    return exit;
  }

  /** Does the role's work and returns when it is done. */
  abstract void run() throws IOException, MessageException;

  @Override
  public final Integer call() {
    try (SignalGuard _ = SignalGuard.of(io)) {
      exit = ending();
    }
    io.out().flush();
    io.err().flush();
    return switch (exit) {
      case Exit.Status(int code) -> code;
      case Exit.Signal(int number) -> {
        if (io.process()) {
          OwnSignal.die(number);
        }
        yield SIGNAL_BASE + number;
      }
    };
  }

  private Exit ending() {
    try {
      run();
      return new Exit.Status(OK);
    } catch (UsageException | MessageException e) {
      return failed(USAGE, e);
    } catch (InterruptedIOException | ClosedByInterruptException e) {
      return new Exit.Status(INTERRUPTED);
    } catch (IOException | ServiceDied e) {
      return failed(FAILED, e);
    } catch (UncaughtFailure e) {
      e.printStackTrace(io.err());
      return new Exit.Status(FAILED);
    } catch (KilledBySignal e) {
      return new Exit.Signal(e.signal());
    }
  }

  private Exit failed(int status, Exception e) {
    String sentence = e.getMessage() == null ? e.toString() : e.getMessage();
    String name = spec == null ? "sockproof" : spec.qualifiedName();
    io.err().println(name + ": " + Printable.escape(sentence) + ".");
    return new Exit.Status(status);
  }
}
