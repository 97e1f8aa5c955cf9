package sockproof.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sockproof.harness.exchange.Exchanges;
import sockproof.harness.exchange.Machine;
import sockproof.harness.subject.Subject;
import sockproof.reference.message.MessageException;

/** Runs again what a check has kept. */
public final class Replays {
  private Replays() {}

  /**
   * Asserts that the case of a finding is kept whole, and that it fails again.
   *
   * @param file where it is kept
   * @param subject the program, which may be a role of the reference and so not be in the file
   */
  public static void assertFailsAgain(
      CheckResult.Found found, Path file, Subject subject, Exchanges exchanges)
      throws IOException, InterruptedException, MessageException {
    CaseFile stored = CaseFile.read(Files.readString(file), file.toString());
    assertEquals(found.minimal().exchange(), stored.exchange());
    if (!found.flaky()) {
      CaseFile again =
          new CaseFile(
              subject, stored.finding(), stored.plain(), stored.exchange(), stored.signature());
      Replay.Result now = Replay.run(again, exchanges, Machine.capabilities());
      assertEquals(
          Replay.Outcome.FAILED, now.outcome(), () -> stored.finding() + ": " + now.detail());
    }
  }
}
