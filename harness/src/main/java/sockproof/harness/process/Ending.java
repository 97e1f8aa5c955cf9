package sockproof.harness.process;

/** How a subject ended, as wait(2) tells it. */
public sealed interface Ending {
  /** It ended by itself with a status from 0 to 255. */
  record Exited(int status) implements Ending {}

  /** A signal ended it. */
  record Signalled(int signal) implements Ending {}

  /** True for status 0. */
  default boolean isSuccess() {
    return this instanceof Exited(int status) && status == 0;
  }

  /** For people: {@code exit 1}, {@code signal 11 (SIGSEGV)}. */
  default String words() {
    return switch (this) {
      case Exited(int status) -> "exit " + status;
      case Signalled(int signal) -> "signal " + signal + " (" + signalName(signal) + ")";
    };
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 2 -> "SIGINT";
      case 4 -> "SIGILL";
      case 6 -> "SIGABRT";
      case 7 -> "SIGBUS";
      case 8 -> "SIGFPE";
      case 9 -> "SIGKILL";
      case 11 -> "SIGSEGV";
      case 13 -> "SIGPIPE";
      case 14 -> "SIGALRM";
      case 15 -> "SIGTERM";
      default -> "signal " + signal;
    };
  }
}
