package sockproof.harness.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import sockproof.harness.results.Results;

/** GitLab CI: the code quality report under the name that GitLab's own jobs give it. */
final class GitlabCi implements CiServer {
  private static final String FILE = "gl-code-quality-report.json";

  @Override
  public boolean isHere(Map<String, String> environment) {
    return "true".equals(environment.get("GITLAB_CI"));
  }

  @Override
  public void show(Results results, Map<String, String> environment, PrintWriter log)
      throws IOException {
    Path root = ProjectPath.root(environment, "CI_PROJECT_DIR");
    new GitlabQuality(root).write(results, root.resolve(FILE));
  }
}
