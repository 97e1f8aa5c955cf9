package sockproof.harness.subject;

import java.util.ArrayList;
import java.util.List;

/** The command that starts this program once more, in a process of its own. */
final class SelfCommand {
  private static final String MAIN_CLASS = "sockproof.harness.cli.Main";

  private SelfCommand() {}

  /** The command with arguments, on the JVM and the class path of this process. */
  static List<String> with(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN_CLASS);
    command.addAll(arguments);
    return command;
  }
}
