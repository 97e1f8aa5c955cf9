package sockproof.harness.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import sockproof.harness.check.Behaviour.Kind;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Role;
import sockproof.harness.exchange.SubjectEvidence;
import sockproof.harness.exchange.SubjectNotReadyException;
import sockproof.harness.judge.Normaliser;
import sockproof.harness.judge.ReplyTemplates;
import sockproof.harness.judge.Words;
import sockproof.harness.process.Complaint;
import sockproof.harness.process.Ending;
import sockproof.harness.subject.Subject;
import sockproof.proxy.core.Direction;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.trace.TraceEvent;
import sockproof.reference.message.MessageException;

/** Learns how a subject behaves when nothing goes wrong: several runs, which must agree. */
public final class Baseline {
  private static final int RUNS = 3;
  private static final int PATIENCE = 4;
  private static final int CONVERSATION_MESSAGES = 3;

  private final Exchanges exchanges;
  private final Subject subject;
  private final boolean oneByOne;

  /** A baseline of a subject. */
  public Baseline(Exchanges exchanges, Subject subject) {
    this(exchanges, subject, false);
  }

  /**
   * A baseline of a subject.
   *
   * @param oneByOne whether no two runs of it may be under way at once
   */
  public Baseline(Exchanges exchanges, Subject subject, boolean oneByOne) {
    this.exchanges = exchanges;
    this.subject = subject;
    this.oneByOne = oneByOne;
  }

  /**
   * Runs the user's messages without faults.
   *
   * @throws UnusableException where the subject does not work or its output is not stable
   */
  public Situation measure(Exchange exchange, Set<Capability> capabilities)
      throws IOException, InterruptedException, MessageException {
    // The first run alone: what a subject's start costs only once, it costs here.
    List<Evidence> runs = new ArrayList<>(together(List.of(exchange)));
    requireSuccess(runs.getFirst());
    Exchange longer = conversation(exchange);
    List<Exchange> others = new ArrayList<>(Collections.nCopies(RUNS - 1, exchange));
    others.add(longer);
    runs.addAll(others(others));
    Evidence last = runs.removeLast();
    runs.forEach(Baseline::requireSuccess);
    if (exchange.underTest() == Role.CLIENT) {
      requireStable(runs);
    }
    Evidence first = runs.getFirst();
    ReplyTemplates templates = ReplyTemplates.learn(first.subject().stdout(), exchange.replies());
    requireReplies(exchange, first, new Observer(templates, 0).observe(exchange, first));
    boolean manages = new Observer(templates, 0).observe(longer, last).kind() == Kind.INTACT;
    Exchange conversation = manages ? longer : exchange;
    Evidence spoken = manages ? last : first;
    return new Situation(
        subject,
        exchange,
        templates,
        conversation,
        pipelines(conversation, spoken),
        connections(spoken) > 1,
        first instanceof Evidence.OfClient client && client.connected(),
        runs.stream().mapToLong(run -> run.subject().elapsedNanos()).min().orElse(0) / 1_000_000,
        Stream.concat(runs.stream(), Stream.of(last))
            .mapToLong(run -> run.subject().cpuNanos())
            .min()
            .orElse(0),
        capabilities);
  }

  private List<Evidence> others(List<Exchange> wanted)
      throws IOException, InterruptedException, MessageException {
    if (oneByOne) {
      List<Evidence> runs = new ArrayList<>();
      for (Exchange exchange : wanted) {
        runs.addAll(together(List.of(exchange)));
      }
      return runs;
    }
    try {
      return together(wanted);
    } catch (SubjectNotReadyException e) {
      throw new UnusableException(e.amongCopies());
    }
  }

  /** Several runs at once, with time enough on a busy machine. */
  private List<Evidence> together(List<Exchange> wanted)
      throws IOException, InterruptedException, MessageException {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Evidence>> running = new ArrayList<>();
      for (Exchange exchange : wanted) {
        Exchange patient = exchange.withDeadline(exchange.deadline().multipliedBy(PATIENCE));
        running.add(pool.submit(() -> exchanges.run(subject, patient)));
      }
      try {
        List<Evidence> runs = new ArrayList<>();
        for (Future<Evidence> future : running) {
          runs.add(get(future));
        }
        return runs;
      } catch (InterruptedException e) {
        pool.shutdownNow();
        throw e;
      }
    }
  }

  private static Evidence get(Future<Evidence> future)
      throws IOException, InterruptedException, MessageException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case InterruptedException interrupted -> throw interrupted;
        case MessageException message -> throw message;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private static void requireSuccess(Evidence evidence) {
    SubjectEvidence subject = evidence.subject();
    switch (evidence) {
      case Evidence.OfClient client -> {
        if (!subject.ending().map(Ending::isSuccess).orElse(false)) {
          throw new UnusableException(
              "without any fault the client does not work: "
                  + subject.endingWords()
                  + (connections(client) == 0 ? ", without a word to the server" : "")
                  + tail(subject));
        }
      }
      case Evidence.OfServer server -> {
        for (StepResult result : server.steps()) {
          if (!result.replies().equals(result.step().replies())) {
            throw new UnusableException(
                "without any fault the server does not answer rightly: asked for "
                    + Words.quoted(result.step().replies())
                    + " it gave "
                    + Words.result(result)
                    + tail(subject));
          }
        }
      }
    }
  }

  /** What a client does not print cannot be told from what it has not taken. */
  private static void requireReplies(Exchange exchange, Evidence evidence, Behaviour seen) {
    if (exchange.underTest() != Role.CLIENT || seen.kind() == Kind.INTACT) {
      return;
    }
    if (connections(evidence) == 0) {
      throw new UnusableException(
          "without any fault the client ends with success, but without a word to the server");
    }
    String out = evidence.subject().stdout();
    throw new UnusableException(
        "without any fault the client has to print each reply once, on a line; the replies are "
            + Words.quoted(exchange.replies())
            + " and it printed "
            + (out.isBlank() ? "nothing" : Words.head(out))
            + "; of a client that prints something else `--protocol transparent` judges all that"
            + " it prints");
  }

  private static String tail(SubjectEvidence subject) {
    return Complaint.in(subject.stderr(), "; it says: ");
  }

  private static void requireStable(List<Evidence> runs) {
    String first = Normaliser.normalise(runs.getFirst().subject().stdout());
    for (Evidence run : runs) {
      String other = Normaliser.normalise(run.subject().stdout());
      if (!other.equals(first)) {
        throw new UnusableException(
            "without any fault its output differs from run to run: "
                + Words.head(first)
                + " and "
                + Words.head(other));
      }
    }
  }

  /** Three messages, where the subject may take several; otherwise what the user gave. */
  private Exchange conversation(Exchange exchange) {
    return subject.takesMessageAsArgument()
        ? exchange
        : Conversations.withMessages(exchange, CONVERSATION_MESSAGES);
  }

  /** True when a second message left before the first reply had been delivered. */
  private static boolean pipelines(Exchange exchange, Evidence evidence) {
    String message = exchange.messages().getFirst();
    long firstBytes = Messages.onWire(exchange, message).length;
    return evidence.histories().values().stream()
        .anyMatch(
            history -> {
              long sentBytes = 0;
              for (TraceEvent event : history.events()) {
                if (event.kind() == TraceEvent.Kind.RECEIVED
                    && event.direction() == Direction.TO_SERVER) {
                  sentBytes += event.bytes().length();
                }
                if (event.kind() == TraceEvent.Kind.DELIVERED
                    && event.direction() == Direction.TO_CLIENT) {
                  return sentBytes > firstBytes;
                }
              }
              return false;
            });
  }

  private static int connections(Evidence evidence) {
    return evidence.histories().values().stream()
        .flatMap(history -> history.events().stream())
        .mapToInt(TraceEvent::connection)
        .max()
        .orElse(0);
  }

  /** A subject of which nothing can be said, in one sentence. */
  public static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With one sentence, without a full stop. */
    public UnusableException(String message) {
      super(message);
    }
  }
}
