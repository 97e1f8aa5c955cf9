package sockproof.harness.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.trace.Observation;

/**
 * One result: a case of a scenario with a subject, or what a check says of one finding.
 *
 * @param id the case's id, with the values of what it varies in brackets, or the finding's id
 * @param scenario the id without the values
 * @param subject the name of the program under test
 * @param status what it counts as
 * @param verdict {@code pass}, {@code fail}, {@code inconclusive} or {@code not-applicable}
 * @param title what it shows, in a sentence
 * @param requirement what it demands
 * @param finds the findings that make it fail
 * @param elapsedMillis how long it took; 0 where it is not known
 * @param seed the seed of its random draws
 * @param note why it was skipped, is known, or has no verdict; may be empty
 * @param role {@code client} or {@code server}: the side of the program under test
 * @param network the kind of socket
 * @param framing how messages are delimited; empty for datagrams
 * @param file the file to point at: the scenario's, or the program that was checked; may be empty
 * @param faults the faults as YAML, one for each
 * @param expected what had to come out, in words; empty for a pass
 * @param observed what came out, in words; empty for a pass
 * @param replay the line that repeats it
 * @param observation what was seen; null where nothing was run or kept
 */
@JsonInclude(Include.NON_EMPTY)
public record Entry(
    String id,
    String scenario,
    String subject,
    Status status,
    String verdict,
    String title,
    Demand requirement,
    List<String> finds,
    @JsonInclude(Include.ALWAYS) long elapsedMillis,
    @JsonInclude(Include.ALWAYS) long seed,
    String note,
    String role,
    String network,
    String framing,
    String file,
    List<String> faults,
    String expected,
    String observed,
    String replay,
    @Nullable Observation observation) {
  public Entry {
    finds = listOrEmpty(finds);
    faults = listOrEmpty(faults);
    note = textOrEmpty(note);
    framing = textOrEmpty(framing);
    file = textOrEmpty(file);
    expected = textOrEmpty(expected);
    observed = textOrEmpty(observed);
    replay = textOrEmpty(replay);
  }

  /** The folder of its scenario; {@code scenarios} for one at the top. */
  public String folder() {
    int slash = scenario.lastIndexOf('/');
    return slash < 0 ? "scenarios" : scenario.substring(0, slash);
  }

  /** What its bug is called: the first finding that makes it fail, or its scenario. */
  public String finding() {
    return finds.isEmpty() ? scenario : finds.getFirst();
  }

  /** True where somebody should look at it: it failed, unexpectedly or not, or has no verdict. */
  public boolean isProblem() {
    return switch (status) {
      case FAILED, WARNED, INCONCLUSIVE -> true;
      case PASSED, KNOWN, SKIPPED -> false;
    };
  }

  // Jackson gives null for what a results file leaves out.
  private static List<String> listOrEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static String textOrEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
