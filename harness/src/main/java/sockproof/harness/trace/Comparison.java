package sockproof.harness.trace;

import java.util.ArrayList;
import java.util.List;
import sockproof.harness.exchange.Evidence;
import sockproof.harness.exchange.Evidence.End;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.harness.exchange.Exchange;

/**
 * What had to come out beside what came out, line by line, for a reader to compare. It says nothing
 * of right and wrong: that is the judge's part.
 *
 * @param expected the replies of the dialogue, in order
 * @param observed the lines that the client printed, or the replies that the server gave
 */
public record Comparison(List<String> expected, List<String> observed) {
  private static final int MAX_LINES = 64;
  private static final int MAX_CHARACTERS = 2000;

  /** Nothing to compare. */
  public static final Comparison NONE = new Comparison(List.of(), List.of());

  public Comparison {
    expected = bounded(expected);
    observed = bounded(observed);
  }

  /** The comparison of one exchange. */
  public static Comparison of(Exchange exchange, Evidence evidence) {
    return switch (evidence) {
      case Evidence.OfClient client ->
          new Comparison(exchange.replies(), client.subject().stdout().lines().toList());
      case Evidence.OfServer server -> ofServer(server);
    };
  }

  private static Comparison ofServer(Evidence.OfServer server) {
    List<String> expected = new ArrayList<>();
    List<String> observed = new ArrayList<>();
    for (StepResult result : server.steps()) {
      expected.addAll(result.step().replies());
      observed.addAll(result.replies());
      if (!result.partial().isEmpty()) {
        observed.add(result.partial());
      }
      if (result.end() == End.TIMEOUT || result.end() == End.NO_CONNECTION) {
        observed.add(result.end() == End.TIMEOUT ? "(no more in time)" : "(no connection)");
      }
    }
    return new Comparison(expected, observed);
  }

  /** True where neither side has a line. */
  public boolean saysNothing() {
    return expected.isEmpty() && observed.isEmpty();
  }

  private static List<String> bounded(List<String> lines) {
    List<String> bounded = new ArrayList<>();
    for (String line : lines) {
      if (bounded.size() == MAX_LINES) {
        bounded.add("… and " + (lines.size() - MAX_LINES) + " more lines");
        break;
      }
      bounded.add(
          line.length() <= MAX_CHARACTERS
              ? line
              : line.substring(0, MAX_CHARACTERS) + "… (" + line.length() + " characters)");
    }
    return List.copyOf(bounded);
  }
}
