package sockproof.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sockproof.harness.finding.Finding;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.harness.scenario.Scenario;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Medium;
import sockproof.proxy.fault.FaultRegistry;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;

/** {@code sockproof list}: what there is. */
@Command(
    name = "list",
    description = "Lists scenarios, subjects, findings, faults or kept cases.",
    footer = {
      "",
      "Examples:",
      "  sockproof list",
      "  sockproof list datagram",
      "  sockproof list --subject my-client.yaml",
      "  sockproof list --faults"
    })
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final Selection selection = new Selection();

  @ArgGroup private What what = new What();

  /** What to list in the place of scenarios. */
  static final class What {
    @Option(names = "--findings", description = "List the findings: the bugs that Sockproof names.")
    private boolean findings;

    @Option(names = "--faults", description = "List the faults and their keys.")
    private boolean faults;

    @Option(names = "--subjects", description = "List the bundled subjects.")
    private boolean subjects;

    @Option(
        names = "--cases",
        description = "List the cases that checks in this folder have kept for `replay`.")
    private boolean cases;
  }

  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  ListCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Console.of(spec).out();
    if (what.findings) {
      findings(out);
    } else if (what.faults) {
      faults(out);
    } else if (what.cases) {
      CaseFiles.print(out);
    } else if (what.subjects) {
      for (Subject subject : selection.subjects()) {
        out.printf(Locale.ROOT, "%-40s %s%n", subject.name(), subject.title());
      }
    } else {
      scenarios(out);
    }
    out.flush();
    return ExitStatus.OK;
  }

  private void scenarios(PrintWriter out) throws IOException {
    List<Scenario> cases = selection.fitting(0);
    String lastFile = "";
    for (Scenario scenario : cases) {
      if (!scenario.fileId().equals(lastFile)) {
        lastFile = scenario.fileId();
        String file = lastFile;
        long count = cases.stream().filter(other -> other.fileId().equals(file)).count();
        String counted = count == 1 ? "" : " (" + count + " cases)";
        out.printf(Locale.ROOT, "%-58s %s%s%n", file, scenario.title(), counted);
      }
    }
  }

  private static void findings(PrintWriter out) {
    for (Finding finding : FindingCatalogue.all()) {
      out.printf(
          Locale.ROOT,
          "%-24s %-6s %-8s %-9s %s%n",
          finding.id(),
          finding.level(),
          finding.sockets(),
          finding.who(),
          finding.bug());
    }
  }

  private static void faults(PrintWriter out) {
    for (FaultType type : FaultRegistry.all()) {
      String media =
          type.media().stream().map(Medium::word).sorted().collect(Collectors.joining(", "));
      out.printf(Locale.ROOT, "%s (%s)%n  %s%n", type.name(), media, type.effect());
      for (Key<?> key : type.keys()) {
        out.printf(Locale.ROOT, "    %-14s %s%n", key.name(), key.form());
      }
    }
  }
}
