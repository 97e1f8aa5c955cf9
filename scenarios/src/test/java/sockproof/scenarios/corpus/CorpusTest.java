package sockproof.scenarios.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.harness.check.CheckRegistry;

/**
 * Every bug of the bundled programs is named by {@code check}, and nothing is found in the correct
 * ones. By default a part of them is checked, chosen so that each finding has a program. These
 * system properties choose others:
 *
 * <ul>
 *   <li>{@code sockproof.corpus=all}: all programs, which takes long.
 *   <li>{@code sockproof.corpus=N}: so many for each finding.
 *   <li>{@code sockproof.corpus.filter=REGEX}: those whose path has a match; all of them, or so
 *       many for each finding with {@code sockproof.corpus=N}.
 *   <li>{@code sockproof.corpus.rounds=N}: so many times, and the same must be found each time.
 *       More than half an hour needs {@code surefire.deadline=SECONDS} as well.
 * </ul>
 */
final class CorpusTest {
  private static final String FILTER = System.getProperty("sockproof.corpus.filter", "");
  private static final String PART =
      System.getProperty("sockproof.corpus", FILTER.isEmpty() ? "1" : "all");
  private static final int ROUNDS = Integer.getInteger("sockproof.corpus.rounds", 1);
  private static final Duration BUDGET = Duration.ofSeconds(60);
  private static final int AT_ONCE = 2;

  @ParameterizedTest
  @ValueSource(strings = {"stream", "datagram"})
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void everyBugIsNamedAndNoneIsInvented(String sockets) throws Exception {
    Path folder = programs();
    List<Program> chosen = new ArrayList<>();
    for (Program program : Program.index(folder.resolve("index.yaml"))) {
      if (program.isStream() == sockets.equals("stream") && isCheckable(program)) {
        chosen.add(program);
      }
    }
    chosen = part(chosen);
    assumeTrue(!chosen.isEmpty(), "no program of " + sockets + " sockets was chosen");
    requireInstalled(chosen);
    CorpusCheck corpus = new CorpusCheck(folder, BUDGET);
    List<String> wrong = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      long startNanos = System.nanoTime();
      List<CheckedProgram> checked = check(corpus, chosen);
      System.out.println(DetectionTable.of(checked));
      checked.stream().filter(one -> !one.isRight()).map(CheckedProgram::line).forEach(wrong::add);
      System.out.printf(
          "round %d of %d: %d programs of %s sockets in %d s, %d wrong so far%n",
          round,
          ROUNDS,
          checked.size(),
          sockets,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos),
          wrong.size());
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  private static List<Program> part(List<Program> programs) {
    List<Program> matching = filtered(programs);
    return PART.equals("all") ? matching : CorpusSample.of(matching, Integer.parseInt(PART));
  }

  /** What has no check yet cannot be missed. */
  private static boolean isCheckable(Program program) {
    return program.isGood()
        || CheckRegistry.find(program.verdict(), program.isStream()).isPresent();
  }

  private static List<Program> filtered(List<Program> programs) {
    java.util.regex.Pattern pattern = java.util.regex.Pattern.compile(FILTER);
    return programs.stream().filter(program -> pattern.matcher(program.path()).find()).toList();
  }

  private static void requireInstalled(List<Program> programs) {
    Set<String> needed = new TreeSet<>();
    programs.forEach(program -> needed.addAll(program.requires()));
    for (String name : needed) {
      assumeTrue(
          isOnPath(name), "`" + name + "` is not installed; install it to check its programs");
    }
  }

  private static boolean isOnPath(String name) {
    for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(directory, name))) {
        return true;
      }
    }
    return false;
  }

  private static List<CheckedProgram> check(CorpusCheck corpus, List<Program> programs)
      throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<CheckedProgram>> running = new ArrayList<>();
      for (Program program : programs) {
        for (String framing : program.framings()) {
          running.add(
              pool.submit(
                  () -> {
                    corpus.build(program);
                    CheckedProgram done = corpus.check(program, framing);
                    System.out.println(done.line());
                    return done;
                  }));
        }
      }
      List<CheckedProgram> checked = new ArrayList<>();
      for (Future<CheckedProgram> future : running) {
        checked.add(future.get());
      }
      return checked;
    }
  }

  private static Path programs() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("programs");
  }

  @Test
  void theSampleHasAProgramForEachFinding() throws IOException {
    List<Program> all = Program.index(programs().resolve("index.yaml"));
    Set<String> ids = new TreeSet<>();
    all.forEach(program -> ids.add(program.verdict()));
    Set<String> sampled = new TreeSet<>();
    CorpusSample.of(all, 1).forEach(program -> sampled.add(program.verdict()));
    assertEquals(ids, sampled);
    assertFalse(ids.isEmpty());
  }

  @Test
  void aSampleOfTwoIsTwoForEachFindingInTwoLanguagesWhereThereAreTwo() throws IOException {
    List<Program> all = Program.index(programs().resolve("index.yaml"));
    Map<String, List<Program>> sampled =
        CorpusSample.of(all, 2).stream().collect(Collectors.groupingBy(Program::verdict));
    assertTrue(sampled.getOrDefault("good", List.of()).size() >= 25, sampled::toString);
    sampled.forEach(
        (verdict, programs) -> {
          assertTrue(programs.size() >= 2, verdict);
          assertTrue(languages(programs) >= 2, verdict);
        });
  }

  private static long languages(List<Program> programs) {
    return programs.stream().map(Program::language).distinct().count();
  }
}
