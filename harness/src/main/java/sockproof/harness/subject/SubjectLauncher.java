package sockproof.harness.subject;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import sockproof.harness.container.Docker;
import sockproof.harness.process.Activity;
import sockproof.harness.process.Ending;
import sockproof.harness.process.InJvmSubject;
import sockproof.harness.process.Lifeline;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.process.SpawnException;
import sockproof.harness.process.SubjectProcess;
import sockproof.harness.subject.Subject.Start;

/** Starts subjects: fills in their placeholders, builds what must be built, once a run. */
public final class SubjectLauncher {
  private static final Duration BUILD_DEADLINE = Duration.ofSeconds(60);

  private final Workspace workspace;
  private final Map<String, Path> built = new ConcurrentHashMap<>();
  private final Shims shims = new Shims();

  /** A launcher whose subjects belong to a workspace. */
  public SubjectLauncher(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Why a subject cannot run on this machine, in one sentence; empty when it can.
   *
   * @param subject the subject
   */
  public static Optional<String> missing(Subject subject) {
    List<String> required =
        switch (subject.start()) {
          case Start.Command command -> command.requires();
          case Start.Container container -> container.requires();
          case Start.Reference reference -> List.of();
        };
    return required.stream()
        .filter(program -> !isOnPath(program))
        .findFirst()
        .map(program -> "`" + program + "` is not installed");
  }

  /**
   * Why a subject's command, or the command that builds it, cannot be started, in one sentence;
   * empty where nothing speaks against it.
   *
   * @param subject the subject
   */
  public static Optional<String> unstartable(Subject subject) {
    if (subject.start() instanceof Start.Container container) {
      return Docker.obstacle(container.image());
    }
    if (!(subject.start() instanceof Start.Command command)) {
      return Optional.empty();
    }
    return Stream.of(command.build(), command.arguments())
        .filter(words -> !words.isEmpty() && !words.getFirst().contains("{"))
        .flatMap(words -> obstacle(words.getFirst(), subject.directory()).stream())
        .findFirst();
  }

  private static Optional<String> obstacle(String program, Path directory) {
    Path file = directory.resolve(program);
    boolean isPath = program.contains("/");
    if (isPath ? !Files.isRegularFile(file) : !isOnPath(program)) {
      return Optional.of(
          "the program `" + program + "` was not found; install it or give its path");
    }
    return !isPath || Files.isExecutable(file)
        ? Optional.empty()
        : Optional.of("the program `" + program + "` may not be executed; check its permissions");
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (String directory : path.split(File.pathSeparator, -1)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts a subject.
   *
   * @param subject what to start
   * @param target the values of its placeholders
   * @throws SpawnException when it cannot be started or built, with one sentence
   */
  public RunningSubject launch(Subject subject, Target target) {
    RunningSubject running = start(subject, target);
    Activity.started(running);
    return running;
  }

  private RunningSubject start(Subject subject, Target target) {
    return switch (subject.start()) {
      case Start.Reference(List<String> arguments) ->
          InJvmSubject.start(expand(arguments, target, ""));
      case Start.Container container ->
          workspace
              .containers()
              .start(
                  container.image(),
                  expand(container.arguments(), target, ""),
                  target.environment());
      case Start.Command command -> {
        String buildDirectory = command.build().isEmpty() ? "" : build(subject, command).toString();
        yield startProcess(
            expand(command.arguments(), target, buildDirectory), target, subject.directory());
      }
    };
  }

  private SubjectProcess startProcess(List<String> words, Target target, Path directory) {
    Optional<Shims.Program> program = shims.behind(words.getFirst(), directory);
    if (program.isEmpty()) {
      SubjectProcess process = SubjectProcess.start(words, environment(target), directory);
      process.pid().ifPresent(pid -> shims.awaitProgram(pid, words, directory));
      return process;
    }
    List<String> direct = new ArrayList<>(words);
    direct.set(0, program.get().file());
    Map<String, String> environment = new HashMap<>(program.get().environment());
    environment.putAll(target.environment());
    return SubjectProcess.start(direct, environment, directory);
  }

  /** As {@link #launch}, but a role of the reference is started in a process of its own, too. */
  public RunningSubject launchProcess(Subject subject, Target target) {
    if (!(subject.start() instanceof Start.Reference(List<String> arguments))) {
      return launch(subject, target);
    }
    List<String> words = new ArrayList<>(List.of("reference"));
    words.addAll(expand(arguments, target, ""));
    RunningSubject running =
        SubjectProcess.start(SelfCommand.with(words), environment(target), subject.directory());
    Activity.started(running);
    return running;
  }

  private Map<String, String> environment(Target target) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(target.environment());
    environment.put(Lifeline.MARK_VARIABLE, workspace.mark());
    return environment;
  }

  private static List<String> expand(List<String> arguments, Target target, String build) {
    return target.expandAll(
        arguments.stream().map(argument -> argument.replace("{build}", build)).toList());
  }

  private Path build(Subject subject, Start.Command command) {
    return built.computeIfAbsent(subject.name(), name -> runBuild(subject, command));
  }

  private Path runBuild(Subject subject, Start.Command command) {
    Path directory = workspace.directory().resolve("build-" + subject.name().replace('/', '-'));
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a build directory: " + e.getMessage(), e);
    }
    List<String> arguments =
        command.build().stream()
            .map(argument -> argument.replace("{build}", directory.toString()))
            .toList();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(Lifeline.MARK_VARIABLE, workspace.mark());
    try (SubjectProcess compiler =
        SubjectProcess.start(arguments, environment, subject.directory())) {
      compiler.endInput();
      if (!compiler.awaitEnd(BUILD_DEADLINE)) {
        throw SpawnException.build(
            subject.name(), "did not end within " + BUILD_DEADLINE.toSeconds() + " s");
      }
      Ending ending = compiler.ending().orElseThrow();
      if (!ending.isSuccess()) {
        String first = compiler.stderr().lines().findFirst().orElse("no message");
        throw SpawnException.build(subject.name(), "ended with " + ending.words() + ": " + first);
      }
      return directory;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SpawnException.build(subject.name(), "was interrupted");
    }
  }
}
