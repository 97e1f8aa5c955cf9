package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sockproof.harness.check.CheckResult;
import sockproof.harness.check.CheckSubject;
import sockproof.harness.check.Conversations;
import sockproof.harness.check.Scope;
import sockproof.harness.check.transparent.Partners;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.finding.FindingCatalogue;
import sockproof.harness.known.KnownFindings;
import sockproof.harness.report.CheckConsole;
import sockproof.harness.report.CheckJson;
import sockproof.harness.report.CheckProgress;
import sockproof.harness.report.ReplayLine;
import sockproof.harness.report.Styles;
import sockproof.harness.results.ResultsFile;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** {@code sockproof check client|server}: finds the socket bugs of a program. */
@Command(
    name = "check",
    description = "Finds the socket bugs of a client or a server, in any language.",
    footer = {
      "",
      "Examples:",
      "  sockproof check client -- python3 client.py {host} {port}",
      "  sockproof check server --framing crlf -- ./server {port}",
      "  sockproof check client --network udp --message hello -- ./client {host} {port} {message}",
      "  sockproof check server --image my-server -- /server --port {port}",
      "  sockproof check client --protocol transparent --upstream 127.0.0.1:6379 -- redis-cli -p {port} PING"
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "client|server", description = "What COMMAND is.")
  private String roleWord = "";

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description =
          "The program and its arguments, after `--`; {host}, {port}, {path} and {message} are"
              + " replaced.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "KIND",
      description = "tcp, udp, unix or unix-datagram (default: tcp).")
  private String networkWord = "tcp";

  @Option(names = "--ip", paramLabel = "4|6", description = "The address family (default: 4).")
  private int ip = 4;

  @Option(
      names = "--framing",
      paramLabel = "F",
      description = "line, crlf, fixed:N, length-prefix or eof (default: line).")
  private String framingWord = "line";

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "A message to exchange; repeatable (default: hello, world).")
  private List<String> messages = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "The deadline of one case (default: 5s).")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(
      names = "--budget",
      paramLabel = "DUR",
      converter = DurationConverter.class,
      description = "How long to explore in all (default: 60s).")
  private Duration budget = Duration.ofSeconds(60);

  @Option(names = "--seed", paramLabel = "N", description = "The seed (default: random).")
  private @Nullable Long seed;

  @Option(names = "--jobs", paramLabel = "N", description = "Cases at once (default: cores).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(names = "--only", split = ",", paramLabel = "ID", description = "Look for these only.")
  private Set<String> only = new LinkedHashSet<>();

  @Option(names = "--skip", split = ",", paramLabel = "ID", description = "Do not look for these.")
  private Set<String> skip = new LinkedHashSet<>();

  @Option(
      names = "--image",
      paramLabel = "NAME",
      description = "Run COMMAND in a container of this image, which Docker has.")
  private String image = "";

  @Option(names = "--strict", description = "SHOULD findings fail, too.")
  private boolean strict;

  @Mixin private final Outputs outputs = new Outputs();

  @Mixin private final CaptureOptions captures = new CaptureOptions();

  @Mixin private final KnownOptions knownOptions = new KnownOptions();

  @Mixin private final PartnerOptions partnerOptions = new PartnerOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  CheckCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Role role = role();
    Checks.atLeastOne("--jobs", jobs);
    outputs.check();
    captures.check();
    knownOptions.check();
    if (command.isEmpty()) {
      throw new UsageException(
          "the command to check is missing; put it after `--`, as in: sockproof check "
              + role.word()
              + " -- ./program {host} {port}");
    }
    checkIds("--only", only);
    checkIds("--skip", skip);
    Optional<Partners> partners =
        partnerOptions.areReal(role) ? Optional.of(partners(role)) : Optional.empty();
    Exchange exchange = partners.map(Partners::exchange).orElseGet(() -> exchange(role));
    requireSomethingToLookFor(exchange);
    Subject subject = partners.map(Partners::subject).orElseGet(() -> subject(exchange));
    SubjectLauncher.unstartable(subject)
        .ifPresent(
            why -> {
              throw new UsageException(why + ".");
            });
    Console console = Console.of(spec);
    KnownFindings known = knownOptions.findings(exchange);
    CountDownLatch written = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Exploration exploration =
        new Exploration(
            new Exploration.Limits(jobs, budget, only, skip, strict), known, console::warn);
    Thread hook = Interruption.install(interrupted, exploration::stop, written);
    try {
      CheckResult result = exploration.run(progress(console), subject, exchange, partners);
      write(console, subject, exchange, partners, known, result);
      return interrupted.get() ? ExitStatus.INTERRUPTED : status(result);
    } finally {
      written.countDown();
      Interruption.remove(hook);
    }
  }

  private void write(
      Console console,
      Subject subject,
      Exchange exchange,
      Optional<Partners> partners,
      KnownFindings known,
      CheckResult result)
      throws IOException {
    String program = ReplayLine.program();
    new CheckConsole(console.out(), new Styles(console.color()), program).print(result);
    Map<String, Object> partner = partners.map(Partners::toData).orElse(Map.of());
    String tool = "sockproof " + Version.number();
    String text = CheckJson.write(tool, program, subject, exchange, partner, result);
    captures.write(result.findings(), console);
    captures.tell(console);
    try {
      knownOptions.write(result, known);
    } finally {
      outputs.write(
          ResultsFile.parse(text, "the result"), file -> Files.writeString(file, text), console);
    }
  }

  private static int status(CheckResult result) {
    return switch (result.verdict()) {
      case PASS -> ExitStatus.OK;
      case FAIL -> ExitStatus.FAILURE;
      case INCONCLUSIVE -> ExitStatus.INCONCLUSIVE;
    };
  }

  private Subject subject(Exchange exchange) {
    return placed(
        CheckSubject.of(
            exchange.underTest(),
            exchange.network(),
            exchange.framing(),
            exchange.text(),
            command,
            Path.of("").toAbsolutePath()));
  }

  private Subject placed(Subject subject) {
    return image.isEmpty() ? subject : subject.inImage(image);
  }

  private Partners partners(Role role) {
    try {
      Network network = Network.parse(networkWord, ip);
      Partners both = partnerOptions.partners(role, network, command, messages, timeout, seed());
      return new Partners(placed(both.subject()), both.other(), both.exchange());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + ".");
    }
  }

  private long seed() {
    return seed != null ? seed : new SecureRandom().nextInt(1, 1_000_000);
  }

  private static CheckProgress progress(Console console) {
    CheckProgress.Kind kind =
        Terminals.isTerminal() ? CheckProgress.Kind.TERMINAL : CheckProgress.Kind.LINES;
    return new CheckProgress(console.err(), console.quiet() ? CheckProgress.Kind.NOTHING : kind);
  }

  private Role role() {
    return switch (roleWord) {
      case "client" -> Role.CLIENT;
      case "server" -> Role.SERVER;
      default ->
          throw new UsageException("check takes `client` or `server`, not `" + roleWord + "`.");
    };
  }

  private Exchange exchange(Role role) {
    try {
      Network network = Network.parse(networkWord, ip);
      Framing framing = Framing.parse(framingWord);
      List<String> texts = CheckMessages.of(messages, framing, network.isStream());
      boolean ascii = texts.stream().allMatch(text -> text.chars().allMatch(c -> c < 0x80));
      TextRules text = ascii ? TextRules.ASCII : TextRules.UTF_8;
      return new Exchange(
          role,
          network,
          framing,
          text,
          Conversations.asking(texts, text),
          Plan.empty(),
          PeerSettings.PLAIN,
          false,
          timeout,
          seed());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + ".");
    }
  }

  private void requireSomethingToLookFor(Exchange exchange) {
    if (Scope.of(exchange, only, skip).isEmpty()) {
      throw new UsageException(
          "--only and --skip leave nothing to look for in a %s with %s; `sockproof list --findings`"
                  .formatted(exchange.underTest().word(), exchange.network().medium().word())
              + " shows what concerns which program.");
    }
  }

  private static void checkIds(String option, Set<String> ids) {
    for (String id : ids) {
      if (FindingCatalogue.all().stream().noneMatch(finding -> finding.id().equals(id))) {
        throw new UsageException(
            option
                + " "
                + id
                + ": there is no such finding; `sockproof list --findings` shows all.");
      }
    }
  }
}
