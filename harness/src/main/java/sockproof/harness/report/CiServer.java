package sockproof.harness.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import sockproof.harness.results.Results;

/**
 * A CI server that shows results without being asked to: it is known by the variables that it sets.
 * A new one is a class and a line here.
 */
public interface CiServer {
  /** Every server that is known. */
  List<CiServer> ALL = List.of(new GithubActions(), new GitlabCi());

  /** True where this is the server that runs us. */
  boolean isHere(Map<String, String> environment);

  /**
   * Shows the results.
   *
   * @param log where the server reads what the job prints
   */
  void show(Results results, Map<String, String> environment, PrintWriter log) throws IOException;
}
