package sockproof.harness.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import sockproof.harness.process.Lifeline;
import sockproof.harness.process.SubjectProcess;
import sockproof.harness.subject.Workspace;

/** Starts peers as processes that the workspace ends in any event. */
public final class PeerLauncher {
  private static final Duration START_DEADLINE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;

  private final Workspace workspace;

  /** A launcher. */
  public PeerLauncher(Workspace workspace) {
    this.workspace = workspace;
  }

  /** A folder for one peer's files. */
  Path newDirectory() {
    return workspace.newCaseDirectory();
  }

  /** Starts a command with room for many descriptors, as far as this user may have it. */
  SubjectProcess start(List<String> command, Path directory) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(Lifeline.MARK_VARIABLE, workspace.mark());
    List<String> words =
        new java.util.ArrayList<>(
            List.of("sh", "-c", "ulimit -n 65536 2>/dev/null; exec \"$@\"", "bench"));
    words.addAll(command);
    SubjectProcess process = SubjectProcess.start(words, environment, directory);
    process.endInput();
    return process;
  }

  /** A port of 127.0.0.1 that nobody has at this moment. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until a TCP port takes connections. */
  static void awaitListening(String name, SubjectProcess process, int port)
      throws IOException, InterruptedException {
    await(name, process, () -> accepts(port));
  }

  /** Waits until a condition holds. */
  static void await(String name, SubjectProcess process, BooleanSupplier up)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + START_DEADLINE.toNanos();
    while (!up.getAsBoolean()) {
      boolean ended = process.awaitEnd(Duration.ofMillis(POLL_MILLIS));
      if (ended || System.nanoTime() > end) {
        String says =
            process.stderr().lines().reduce((first, last) -> last).orElse("it says nothing");
        process.close();
        throw new IOException(name + " does not start: " + says);
      }
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes a peer's configuration. */
  static Path write(Path directory, String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
