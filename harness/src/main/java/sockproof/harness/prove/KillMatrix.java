package sockproof.harness.prove;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sockproof.harness.exchange.Network;
import sockproof.harness.judge.Verdict;
import sockproof.harness.report.Styles;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseRun;
import sockproof.harness.run.CaseRunner;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.Subject.Start;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.role.Mutant;
import sockproof.reference.role.Role;

/**
 * Which scenario fails for which mutant of the reference. A suite is proved when every scenario
 * fails for a mutant of each finding that it names, every mutant fails a scenario that names its
 * finding, and every kind of socket that a role of the reference can use is held to by a scenario
 * that failed.
 */
public final class KillMatrix {
  /**
   * One scenario against one mutant.
   *
   * @param killedBy the first case that failed; empty where every case passed
   */
  private record Attempt(
      String scenario,
      String mutant,
      Role role,
      Network network,
      String framing,
      String killedBy,
      long millis) {
    boolean killed() {
      return !killedBy.isEmpty();
    }
  }

  /** Hears how far the proof is. */
  public interface Progress {
    /** So many attempts of all are done; the last one, for people. */
    void done(int attempts, int total, String what);
  }

  private final List<Attempt> attempts;
  private final Map<String, String> skipped;
  private final List<String> gaps;

  private KillMatrix(List<Attempt> attempts, Map<String, String> skipped, List<String> gaps) {
    this.attempts = attempts;
    this.skipped = skipped;
    this.gaps = gaps;
  }

  /** What is not proved, each in a sentence; empty for a proved suite. */
  public List<String> gaps() {
    return gaps;
  }

  /**
   * Runs every scenario against the mutants of the findings that it names.
   *
   * @param scenarios the cases of the suite
   * @param capabilities what relays can do here beyond ordinary sockets; scenarios that need more
   *     are left out, and so are the mutants that they alone find
   * @param whole whether they are a whole suite, which has to find everything
   * @param reference the roles of the reference
   * @param jobs how many attempts run at once
   * @param progress hears of every attempt
   */
  public static KillMatrix make(
      List<Scenario> scenarios,
      Set<Capability> capabilities,
      boolean whole,
      List<Subject> reference,
      CaseRunner runner,
      int jobs,
      Progress progress)
      throws InterruptedException {
    Map<String, List<Scenario>> files = new LinkedHashMap<>();
    Map<String, String> skipped = new TreeMap<>();
    for (Scenario scenario : scenarios) {
      Optional<String> missing = scenario.missing(capabilities);
      if (missing.isPresent()) {
        scenario.finds().forEach(finding -> skipped.put(finding, missing.get()));
      } else {
        files.computeIfAbsent(scenario.fileId(), id -> new ArrayList<>()).add(scenario);
      }
    }
    for (List<Scenario> cases : files.values()) {
      cases.getFirst().finds().forEach(skipped::remove);
    }
    List<Callable<Attempt>> tasks = new ArrayList<>();
    for (List<Scenario> cases : files.values()) {
      for (List<Scenario> sameFraming : byFraming(cases)) {
        for (Subject subject : reference) {
          for (Mutant mutant : mutantsFor(sameFraming.getFirst(), subject)) {
            tasks.add(() -> attempt(sameFraming, subject, mutant, runner));
          }
        }
      }
    }
    List<Attempt> attempts = runAll(tasks, jobs, progress);
    List<String> gaps = scenarioGaps(files, attempts);
    if (whole) {
      gaps.addAll(mutantGaps(reference, attempts, skipped.keySet()));
      gaps.addAll(networkGaps(reference, attempts));
      gaps.addAll(framingGaps(attempts));
    }
    return new KillMatrix(attempts, skipped, gaps);
  }

  private static Collection<List<Scenario>> byFraming(List<Scenario> cases) {
    Map<String, List<Scenario>> groups = new LinkedHashMap<>();
    for (Scenario scenario : cases) {
      groups
          .computeIfAbsent(scenario.exchange().framing().word(), word -> new ArrayList<>())
          .add(scenario);
    }
    return groups.values();
  }

  private static List<Attempt> runAll(List<Callable<Attempt>> tasks, int jobs, Progress progress)
      throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            jobs, Thread.ofPlatform().name("prove-", 1).daemon().factory());
    try {
      List<Future<Attempt>> running = tasks.stream().map(pool::submit).toList();
      List<Attempt> attempts = new ArrayList<>();
      for (Future<Attempt> future : running) {
        Attempt attempt = future.get();
        attempts.add(attempt);
        progress.done(attempts.size(), tasks.size(), attempt.scenario() + " + " + attempt.mutant());
      }
      return attempts;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Role role(Subject subject) {
    String word = subject.start().arguments().getFirst();
    for (Role role : Role.values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException(subject.name() + " has no role of the reference: " + word);
  }

  private static List<Mutant> mutantsFor(Scenario scenario, Subject subject) {
    if (!(subject.start() instanceof Start.Reference)) {
      return List.of();
    }
    boolean stream = scenario.exchange().network().isStream();
    return MutantRegistry.of(role(subject)).stream()
        .filter(mutant -> scenario.finds().contains(mutant.id()))
        .filter(mutant -> scenario.fits(subject))
        .filter(mutant -> !stream || mutant.fits(scenario.exchange().framing()))
        .filter(mutant -> mutant.needs().stream().allMatch(need -> isMet(need, scenario, subject)))
        .toList();
  }

  private static boolean isMet(Mutant.Need need, Scenario scenario, Subject subject) {
    return switch (need) {
      case UTF_8 -> scenario.exchange().text() == TextRules.UTF_8;
      case INTERNET -> !scenario.exchange().network().isUnix();
      case IPV4 -> scenario.exchange().network().ip() == 4;
      case ALL_ADDRESSES -> scenario.exchange().peer().wildcard();
      case SEVERAL_SERVERS -> scenario.exchange().byServer().size() > 1;
      case PIPELINE -> subject.abilities().contains("pipelining");
      case PIPELINE_OR_EOF ->
          subject.abilities().contains("pipelining")
              || scenario.exchange().framing() instanceof Framing.Eof;
      case MESSAGES_FROM_INPUT -> !subject.takesMessageAsArgument();
    };
  }

  private static Attempt attempt(
      List<Scenario> cases, Subject subject, Mutant mutant, CaseRunner runner)
      throws InterruptedException {
    Subject mutated = subject.withMutant(mutant.id());
    long millis = 0;
    String killedBy = "";
    for (Scenario scenario : cases) {
      CaseResult result = runner.run(new CaseRun(scenario, mutated));
      millis += result.elapsedMillis();
      if (result.judgement().verdict() == Verdict.FAIL) {
        killedBy = scenario.id();
        break;
      }
    }
    Scenario first = cases.getFirst();
    return new Attempt(
        first.fileId(),
        mutant.id(),
        role(subject),
        first.exchange().network(),
        first.exchange().network().isStream() ? first.exchange().framing().word() : "",
        killedBy,
        millis);
  }

  private static List<String> scenarioGaps(
      Map<String, List<Scenario>> files, List<Attempt> attempts) {
    List<String> gaps = new ArrayList<>();
    files.forEach(
        (id, cases) -> {
          for (String finding : cases.getFirst().finds()) {
            boolean killed =
                attempts.stream()
                    .anyMatch(
                        a -> a.killed() && a.scenario().equals(id) && a.mutant().equals(finding));
            if (!killed) {
              gaps.add(
                  id + " says that it finds " + finding + ", but passes with every mutant of it");
            }
          }
          if (cases.getFirst().finds().isEmpty()) {
            gaps.add(id + " names no finding, so nothing shows that it can fail");
          }
        });
    return gaps;
  }

  private static List<String> mutantGaps(
      List<Subject> reference, List<Attempt> attempts, Set<String> skipped) {
    List<String> gaps = new ArrayList<>();
    Set<String> wanted = new LinkedHashSet<>();
    Set<String> proved = new TreeSet<>();
    for (Subject subject : reference) {
      if (subject.start() instanceof Start.Reference) {
        Role role = role(subject);
        MutantRegistry.of(role).stream()
            .filter(mutant -> !skipped.contains(mutant.id()))
            .forEach(mutant -> wanted.add(mutant.id() + " in " + role.word()));
      }
    }
    attempts.stream()
        .filter(Attempt::killed)
        .forEach(a -> proved.add(a.mutant() + " in " + a.role().word()));
    wanted.stream()
        .filter(mutant -> !proved.contains(mutant))
        .forEach(mutant -> gaps.add("no scenario finds " + mutant));
    return gaps;
  }

  /**
   * The commonest bug has to be found under every framing under which it shows: a server that
   * answers each piece of a {@code fixed} message in uppercase gives, piece by piece, the right
   * bytes.
   */
  private static List<String> framingGaps(List<Attempt> attempts) {
    List<String> gaps = new ArrayList<>();
    Map<Role, List<String>> wanted =
        Map.of(
            Role.TCP_CLIENT, List.of("fixed", "line", "crlf", "length-prefix"),
            Role.TCP_SERVER, List.of("line", "crlf", "length-prefix"));
    wanted.forEach(
        (role, framings) -> {
          for (String framing : framings) {
            boolean proved =
                attempts.stream()
                    .anyMatch(
                        attempt ->
                            attempt.killed()
                                && attempt.mutant().equals("single-recv")
                                && attempt.role() == role
                                && attempt.network().equals(new Network(Medium.TCP, 4))
                                && attempt.framing().startsWith(framing));
            if (!proved) {
              gaps.add("no scenario finds single-recv in " + role.word() + " with " + framing);
            }
          }
        });
    return gaps;
  }

  private static List<String> networkGaps(List<Subject> reference, List<Attempt> attempts) {
    Set<String> wanted = new LinkedHashSet<>();
    Set<String> proved = new TreeSet<>();
    for (Subject subject : reference) {
      subject
          .networks()
          .forEach(network -> wanted.add(subject.role().word() + "s over " + network.words()));
    }
    for (Attempt attempt : attempts) {
      if (attempt.killed()) {
        String side = attempt.role().word().endsWith("server") ? "server" : "client";
        proved.add(side + "s over " + attempt.network().words());
      }
    }
    return wanted.stream()
        .filter(what -> !proved.contains(what))
        .map(what -> "no scenario finds anything in " + what)
        .toList();
  }

  /** Prints the matrix, a line for each scenario and mutant, and the gaps. */
  public void print(PrintWriter out, Styles styles) {
    out.println();
    out.println(
        styles.strong("kill matrix: the scenario, the mutant, and the case that fails for it"));
    for (Attempt attempt : attempts) {
      String mark = attempt.killed() ? styles.good("killed  ") : styles.bad("SURVIVED");
      out.printf(
          Locale.ROOT,
          "%s %-58s %-22s %-20s %-14s %s%n",
          mark,
          attempt.scenario(),
          attempt.mutant(),
          attempt.role().word(),
          attempt.framing(),
          styles.faint(detail(attempt)));
    }
    long killed = attempts.stream().filter(Attempt::killed).count();
    out.println();
    out.printf("%d of %d attempts killed%n", killed, attempts.size());
    skipped.forEach(
        (finding, why) -> out.println("not proved here: " + finding + ", since " + why));
    gaps.forEach(gap -> out.println(styles.bad("gap: ") + gap));
    if (gaps.isEmpty()) {
      String which = skipped.isEmpty() ? "every" : "every other";
      out.println(which + " scenario fails for a mutant, and every mutant fails a scenario");
    }
    out.flush();
  }

  private static String detail(Attempt attempt) {
    String variation =
        attempt.killedBy().contains("[")
            ? attempt.killedBy().substring(attempt.killedBy().indexOf('[')) + " "
            : "";
    return String.format(Locale.ROOT, "%s%d ms", variation, attempt.millis());
  }
}
