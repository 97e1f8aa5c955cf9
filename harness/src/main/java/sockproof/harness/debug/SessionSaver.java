package sockproof.harness.debug;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.report.ReplayLine;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.HoldRecord;
import sockproof.proxy.plan.PlannedFault;
import sockproof.proxy.plan.Receiver;
import sockproof.proxy.plan.When;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Saves what was done by hand as a scenario file, and the program beside it as a subject file. */
public final class SessionSaver {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * What shall be saved.
   *
   * @param file the scenario file's name, which ends in .yaml
   * @param replaces whether a file of that name may be replaced
   * @param keepsBack whether what still waits is held for ever, and not let pass after all else
   */
  public record Wish(String file, boolean replaces, boolean keepsBack) {
    /**
     * Reads a wish as a page sends it: {@code {"file": "cut.yaml", "replace": false, "keep":
     * true}}.
     *
     * @throws DebugException for anything else
     */
    static Wish read(String text) {
      try {
        JsonNode json = MAPPER.readTree(text);
        return new Wish(
            json.path("file").asString(""),
            json.path("replace").asBoolean(false),
            json.path("keep").asBoolean(false));
      } catch (JacksonException e) {
        throw new DebugException("that is no name of a file", e);
      }
    }
  }

  /** A file of that name exists, and nobody said that it may be replaced. */
  static final class ExistsException extends DebugException {
    ExistsException(String file) {
      super(file + " exists already");
    }
  }

  private record Named(Path path, String text) {}

  private SessionSaver() {}

  /**
   * Saves a session.
   *
   * @return the line that repeats it
   */
  static String save(DebugTarget target, Collection<HeldState> connections, Wish wish) {
    Path file = path(wish.file());
    if (connections.isEmpty()) {
      throw new DebugException("there has been no connection yet; nothing can be saved");
    }
    List<Map<Direction, HoldRecord>> records =
        connections.stream().map(SessionSaver::records).toList();
    Map<Direction, List<ByHand>> done = new EnumMap<>(Direction.class);
    List<PlannedFault> faults = new ArrayList<>();
    int number = 0;
    for (HeldState connection : connections) {
      for (Direction direction : Direction.values()) {
        ByHand byHand =
            ByHand.of(Objects.requireNonNull(records.get(number).get(direction)), wish.keepsBack());
        done.computeIfAbsent(direction, _ -> new ArrayList<>()).add(byHand);
        int connectionNumber = connections.size() > 1 ? connection.connection().number() : 0;
        byHand
            .script()
            .ifPresent(
                script ->
                    faults.add(
                        PlannedFault.always(script)
                            .to(receiver(direction))
                            .when(onConnection(connectionNumber))));
      }
      number++;
    }
    Exchange exchange = exchange(target, records);
    String scenario =
        SavedScenario.scenario(
            exchange,
            faults,
            SavedScenario.outcome(
                exchange.underTest(),
                target.medium(),
                Objects.requireNonNull(done.get(Direction.TO_CLIENT)),
                Objects.requireNonNull(done.get(Direction.TO_SERVER))));
    return write(target, exchange, new Named(file, scenario), wish.replaces());
  }

  private static Map<Direction, HoldRecord> records(HeldState state) {
    Map<Direction, HoldRecord> records = new EnumMap<>(Direction.class);
    for (Direction direction : Direction.values()) {
      HoldRecord record = state.connection().record(direction).join();
      if (!record.complete()) {
        throw new DebugException("too much has passed for a file; start again and do less");
      }
      records.put(direction, record);
    }
    return records;
  }

  private static Exchange exchange(DebugTarget target, List<Map<Direction, HoldRecord>> records) {
    return switch (target) {
      case DebugTarget.Program program -> program.exchange();
      case DebugTarget.Addresses addresses -> {
        if (records.size() > 1) {
          throw new DebugException(
              "a file has the dialogue of one client, and "
                  + records.size()
                  + " were there; start again and connect one");
        }
        yield HeardDialogue.of(
            addresses,
            Objects.requireNonNull(records.getFirst().get(Direction.TO_SERVER)),
            Objects.requireNonNull(records.getFirst().get(Direction.TO_CLIENT)));
      }
    };
  }

  private static Receiver receiver(Direction direction) {
    return direction == Direction.TO_CLIENT ? Receiver.CLIENT : Receiver.SERVER;
  }

  private static When onConnection(int number) {
    return number == 0
        ? When.ALWAYS
        : new When(number, List.of(), 1, 0, When.FOREVER, 0, When.FOREVER);
  }

  private static Path path(String name) {
    if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
      throw new DebugException("a scenario file's name ends in .yaml, as in reply-cut.yaml");
    }
    try {
      return Path.of(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new DebugException("that is no name of a file", e);
    }
  }

  private static String write(
      DebugTarget target, Exchange exchange, Named scenario, boolean replaces) {
    List<Named> files = new ArrayList<>(List.of(scenario));
    String subjectOption = "MY-CLIENT.yaml";
    if (target instanceof DebugTarget.Program(Subject subject, Exchange _)) {
      String name = scenario.path().getFileName().toString().replaceFirst("\\.ya?ml$", ".subject");
      Path path = scenario.path().resolveSibling(name);
      List<String> command = command(subject, path);
      files.add(new Named(path, SavedScenario.subject(subject, exchange, command)));
      subjectOption = ReplayLine.relative(path);
    }
    for (Named file : files) {
      if (!replaces && Files.exists(file.path())) {
        throw new ExistsException(ReplayLine.relative(file.path()));
      }
    }
    for (Named file : files) {
      write(file, replaces);
    }
    return ReplayLine.program()
        + " run "
        + ReplayLine.quoted(ReplayLine.relative(scenario.path()))
        + " --subject "
        + ReplayLine.quoted(subjectOption);
  }

  private static void write(Named file, boolean replaces) {
    OpenOption[] options =
        replaces
            ? new OpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      Files.writeString(file.path(), file.text(), options);
    } catch (NoSuchFileException e) {
      throw new DebugException("there is no folder for " + ReplayLine.relative(file.path()), e);
    } catch (AccessDeniedException e) {
      throw new DebugException("permission denied for " + ReplayLine.relative(file.path()), e);
    } catch (IOException e) {
      throw new DebugException("it cannot be written: " + e.getMessage(), e);
    }
  }

  /** The command as it is started from the folder of a file: where it was started from before. */
  private static List<String> command(Subject subject, Path file) {
    List<String> arguments = subject.start().arguments();
    Path folder = Objects.requireNonNullElse(file.getParent(), Path.of("/"));
    if (folder.equals(subject.directory())) {
      return arguments;
    }
    List<String> moved =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "cd \"$0\" && exec \"$@\"",
                folder.relativize(subject.directory()) + ""));
    moved.addAll(arguments);
    return moved;
  }
}
