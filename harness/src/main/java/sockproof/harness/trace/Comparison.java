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
  private static final int ROOM_FOR_NOTES = 80;
  private static final int BEFORE_CHARACTERS = 200;

  /** Nothing to compare. */
  public static final Comparison NONE = new Comparison(List.of(), List.of());

  public Comparison {
    List<String> all = expected;
    expected = bounded(expected, observed);
    observed = bounded(observed, all);
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

  private static List<String> bounded(List<String> lines, List<String> others) {
    List<String> bounded = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (i == MAX_LINES) {
        bounded.add("… and " + (lines.size() - MAX_LINES) + " more lines");
        break;
      }
      bounded.add(clipped(lines.get(i), i < others.size() ? others.get(i) : ""));
    }
    return List.copyOf(bounded);
  }

  /** A long line is cut to what is around the place where it begins to differ. */
  private static String clipped(String line, String other) {
    if (line.length() <= MAX_CHARACTERS) {
      return line;
    }
    int same = 0;
    while (same < Math.min(line.length(), other.length())
        && line.charAt(same) == other.charAt(same)) {
      same++;
    }
    boolean bothLong = other.length() > MAX_CHARACTERS; // then both begin at the same place
    int from = bothLong ? Math.max(same - BEFORE_CHARACTERS, 0) : 0;
    int shown = Math.min(line.length() - from, MAX_CHARACTERS - ROOM_FOR_NOTES);
    String before = from == 0 ? "" : "(" + from + " characters) …";
    int left = line.length() - from - shown;
    return before
        + line.substring(from, from + shown)
        + (left == 0 ? "" : "… (" + left + " characters more)");
  }
}
