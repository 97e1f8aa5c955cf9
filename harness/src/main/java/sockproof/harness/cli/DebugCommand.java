package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sockproof.harness.check.CheckSubject;
import sockproof.harness.check.Conversations;
import sockproof.harness.debug.DebugException;
import sockproof.harness.debug.DebugServer;
import sockproof.harness.debug.DebugSession;
import sockproof.harness.debug.DebugTarget;
import sockproof.harness.debug.DebugTerminal;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.PeerSettings;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.Texts;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.core.Direction;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** {@code sockproof debug}: holds connections, which the user releases by hand. */
@Command(
    name = "debug",
    description = {
      "Holds what a client and a server send each other; you release it piece by piece.",
      "The address of the page is the first line on standard output; open it in a browser. "
          + "SIGINT ends the debugger and the program."
    },
    footer = {
      "",
      "Examples:",
      "  sockproof debug client -- python3 client.py {host} {port}",
      "  sockproof debug client --terminal -- python3 client.py {host} {port}",
      "  sockproof debug server --framing crlf -- ./server {port}",
      "  sockproof debug --listen tcp://127.0.0.1:3001 --upstream tcp://127.0.0.1:3000"
    })
final class DebugCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "client|server",
      description = "What COMMAND is; Sockproof plays the other side.")
  private String roleWord = "";

  @Parameters(
      index = "1..*",
      paramLabel = "COMMAND",
      description =
          "The program and its arguments, after `--`; {host}, {port}, {path} and {message} are"
              + " replaced.")
  private List<String> command = new ArrayList<>();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Without COMMAND: where clients come in, as tcp://127.0.0.1:3001.")
  private String listen = "";

  @Option(
      names = "--upstream",
      paramLabel = "ADDRESS",
      description = "Without COMMAND: where they are passed on to.")
  private String upstream = "";

  @Option(
      names = "--hold",
      paramLabel = "SIDE",
      description = "Hold what goes to the client, the server or both (default: both).")
  private String hold = "both";

  @Option(
      names = "--network",
      paramLabel = "KIND",
      description = "With COMMAND: tcp, udp, unix or unix-datagram (default: tcp).")
  private String networkWord = "tcp";

  @Option(names = "--ip", paramLabel = "4|6", description = "The address family (default: 4).")
  private int ip = 4;

  @Option(
      names = "--framing",
      paramLabel = "F",
      description =
          "line, crlf, fixed:N, length-prefix or eof, without COMMAND also none (default: line).")
  private String framingWord = "line";

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "With COMMAND: a message to exchange; repeatable (default: hello, world).")
  private List<String> messages = new ArrayList<>();

  @Option(
      names = "--terminal",
      description = "Show the session in this terminal, and not in a browser.")
  private boolean inTerminal;

  @Option(
      names = "--page-port",
      paramLabel = "PORT",
      description = "The page's own port on 127.0.0.1 (default: any free one).")
  private int pagePort;

  @SuppressWarnings("NullAway.Init") // picocli sets spec before anything reads it
  DebugCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = Console.of(spec);
    DebugTarget target = roleWord.isEmpty() ? addresses() : program();
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(1);
    Thread hook = Interruption.install(interrupted, stop::countDown, finished);
    try (Workspace workspace = Workspace.open();
        DebugSession session = new DebugSession(target, workspace, passing())) {
      if (inTerminal) {
        showInTerminal(session, stop);
      } else {
        serve(session, console, stop);
      }
    } finally {
      finished.countDown();
      Interruption.remove(hook);
    }
    return interrupted.get() ? ExitStatus.INTERRUPTED : ExitStatus.OK;
  }

  private void showInTerminal(DebugSession session, CountDownLatch stop)
      throws IOException, InterruptedException {
    if (!Terminals.isTerminal()) {
      throw new UsageException(
          "--terminal needs a terminal as standard input and output; leave it out to use a browser.");
    }
    try {
      DebugTerminal.show(session, () -> stop.getCount() == 0);
    } catch (DebugException e) {
      throw new UsageException(String.valueOf(e.getMessage()) + ".");
    }
  }

  private void serve(DebugSession session, Console console, CountDownLatch stop)
      throws IOException, InterruptedException {
    try (DebugServer server = DebugServer.start(session, pagePort)) {
      console.out().println(server.url());
      console.out().flush();
      if (session.target() instanceof DebugTarget.Addresses) {
        session.begin();
        session
            .listenEndpoint()
            .ifPresent(from -> console.note("relays from " + from + " to " + upstream));
      } else {
        console.note("the program starts when the page is opened");
      }
      stop.await();
    } catch (DebugException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private List<Direction> passing() {
    return switch (hold) {
      case "both" -> List.of();
      case "client" -> List.of(Direction.TO_SERVER);
      case "server" -> List.of(Direction.TO_CLIENT);
      default ->
          throw new UsageException("--hold takes client, server or both, not `" + hold + "`.");
    };
  }

  private DebugTarget addresses() {
    if (listen.isEmpty() || upstream.isEmpty()) {
      throw new UsageException(
          "debug needs either a program, as in `sockproof debug client -- ./client {host} {port}`, "
              + "or both --listen and --upstream.");
    }
    return new DebugTarget.Addresses(
        endpoint("--listen", listen), endpoint("--upstream", upstream), relayFraming());
  }

  private sockproof.proxy.core.Framing relayFraming() {
    try {
      return sockproof.proxy.core.Framing.parse(framingWord);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--framing: " + e.getMessage() + ".");
    }
  }

  private static Endpoint endpoint(String option, String text) {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage() + ".");
    }
  }

  private DebugTarget program() {
    Role role =
        switch (roleWord) {
          case "client" -> Role.CLIENT;
          case "server" -> Role.SERVER;
          default ->
              throw new UsageException("debug takes `client` or `server`, not `" + roleWord + "`.");
        };
    if (!listen.isEmpty() || !upstream.isEmpty()) {
      throw new UsageException(
          "--listen and --upstream are for debugging without COMMAND; Sockproof plays the other side "
              + "of a program itself.");
    }
    if (command.isEmpty()) {
      throw new UsageException(
          "the command to debug is missing; put it after `--`, as in: sockproof debug "
              + role.word()
              + " -- ./program {host} {port}");
    }
    Exchange exchange = exchange(role);
    Subject subject =
        CheckSubject.of(
            role,
            exchange.network(),
            exchange.framing(),
            exchange.text(),
            command,
            Path.of("").toAbsolutePath());
    SubjectLauncher.unstartable(subject)
        .ifPresent(
            why -> {
              throw new UsageException(why + ".");
            });
    return new DebugTarget.Program(subject, exchange);
  }

  private Exchange exchange(Role role) {
    try {
      Network network = Network.parse(networkWord, ip);
      Framing framing = Framing.parse(framingWord);
      List<String> texts = messages.isEmpty() ? List.of(defaultMessage(framing)) : messages;
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
          Duration.ofSeconds(5),
          1);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage() + ".");
    }
  }

  private static String defaultMessage(Framing framing) {
    return framing instanceof Framing.Fixed ? Texts.plainMessage(framing) : "hello, world";
  }
}
