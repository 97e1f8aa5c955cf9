package sockproof.harness.subject;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The programs behind the shims of version managers (pyenv, rbenv, nodenv, asdf): scripts in a
 * folder named {@code shims} that look up at every start which version is wanted, and then become
 * that program by exec. The look-up often takes longer than a whole case. So the first process of a
 * shim is waited for, and what it has become, with the environment that it was given, is started
 * directly from then on. Safe for use by several threads.
 */
final class Shims {
  private static final Duration WATCH = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(4);

  /**
   * What a shim becomes.
   *
   * @param file the program's file
   * @param environment all that it finds in its environment
   */
  record Program(String file, Map<String, String> environment) {}

  private record Key(String program, Path directory) {}

  private final Map<Key, Program> known = new ConcurrentHashMap<>();

  private final Set<Key> hopeless = ConcurrentHashMap.newKeySet();

  /** What a command's program becomes; empty where it is no shim, or has not been watched yet. */
  Optional<Program> behind(String program, Path directory) {
    return Optional.ofNullable(known.get(new Key(program, directory)));
  }

  /**
   * Waits until a process that has just been started is the program itself, if it was started by a
   * shim of which that is not known yet: the many small programs that a shim starts may take
   * seconds on a busy machine, which are not to be held against the program. Ends early where the
   * process ends or the thread is interrupted.
   *
   * @param words the program and its arguments
   */
  void awaitProgram(int pid, List<String> words, Path directory) {
    Key key = new Key(words.getFirst(), directory);
    Path shim = file(words.getFirst());
    if (shim == null || !isShim(shim) || hopeless.contains(key)) {
      return;
    }
    long endNanos = System.nanoTime() + WATCH.toNanos();
    Path process = Path.of("/proc", Integer.toString(pid));
    while (Files.exists(process) && !Thread.currentThread().isInterrupted()) {
      Optional<Program> program = become(process, shim, words);
      if (program.isPresent()) {
        known.put(key, program.get());
        return;
      }
      if (System.nanoTime() - endNanos > 0) {
        hopeless.add(key); // It stays what it is, and its program is a child of it.
        return;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private static boolean isShim(Path file) {
    Path folder = file.getParent();
    return folder != null && folder.getFileName().toString().equals("shims");
  }

  private static @Nullable Path file(String program) {
    if (program.contains("/")) {
      return Path.of(program);
    }
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(directory, program);
      if (!directory.isEmpty() && Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  /** The program, once the process runs it with exactly the arguments that the shim was given. */
  private static Optional<Program> become(Path process, Path shim, List<String> words) {
    try {
      List<String> now = strings(process.resolve("cmdline"));
      boolean sameArguments =
          now.size() == words.size()
              && now.subList(1, now.size()).equals(words.subList(1, words.size()));
      if (!sameArguments || !now.getFirst().startsWith("/")) {
        return Optional.empty();
      }
      Path file = Path.of(now.getFirst());
      boolean isFile = file.toRealPath().equals(process.resolve("exe").toRealPath());
      if (!isFile || file.equals(shim)) {
        return Optional.empty();
      }
      Map<String, String> environment = new HashMap<>();
      for (String entry : strings(process.resolve("environ"))) {
        int equals = entry.indexOf('=');
        if (equals > 0) {
          environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
      }
      return environment.isEmpty()
          ? Optional.empty()
          : Optional.of(new Program(file.toString(), Map.copyOf(environment)));
    } catch (IOException e) {
      return Optional.empty(); // The process has ended, or is about to become something else.
    }
  }

  /** The strings of a file in which each ends with a zero byte, proc(5). */
  private static List<String> strings(Path file) throws IOException {
    List<String> strings = new ArrayList<>();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    int from = 0;
    for (int end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', from)) {
      strings.add(text.substring(from, end));
      from = end + 1;
    }
    return strings;
  }
}
