package sockproof.harness.exchange;

import java.io.IOException;
import sockproof.harness.subject.Subject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Workspace;
import sockproof.reference.message.MessageException;

/** Runs exchanges; safe for use by several threads. */
public final class Exchanges {
  private final Workspace workspace;
  private final SubjectLauncher launcher;

  /** Exchanges whose subjects and files belong to a workspace. */
  public Exchanges(Workspace workspace) {
    this.workspace = workspace;
    this.launcher = new SubjectLauncher(workspace);
  }

  /**
   * Runs one exchange with a subject and gathers the evidence. Afterwards nothing of it is left.
   *
   * @throws IOException where Sockproof's own side could not be set up
   * @throws MessageException where a message does not fit the framing or charset
   * @throws sockproof.harness.process.SpawnException where the subject could not be started
   */
  public Evidence run(Subject subject, Exchange exchange)
      throws IOException, InterruptedException, MessageException {
    if (subject.abilities().contains(Subject.CHAT)) {
      return new ChatExchange(workspace, launcher, subject, exchange).run();
    }
    return switch (exchange.underTest()) {
      case CLIENT -> new ClientExchange(workspace, launcher, subject, exchange).run();
      case SERVER -> new ServerExchange(workspace, launcher, subject, exchange).run();
    };
  }
}
