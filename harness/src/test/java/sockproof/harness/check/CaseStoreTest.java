package sockproof.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.finding.Finding;
import sockproof.harness.finding.FindingCatalogue;

/** What is kept of a failing case, and under which name. */
final class CaseStoreTest {
  private static final Situation SITUATION = Situations.clients("tcp").of("./client", "{port}");
  private static final Trial TRIAL =
      Situations.trial(
          Situations.clients("tcp").exchange("hello", "two"),
          Behaviour.Kind.WRONG,
          List.of("HELLO"));
  private static final Finding FINDING = FindingCatalogue.all().getFirst();

  @TempDir private Path folder;

  @Test
  void aCaseSaysWhatIsAskedWithoutFaults() throws Exception {
    CaseStore store = new CaseStore(folder);
    String id = store.save(SITUATION, FINDING, TRIAL);
    CaseFile read = CaseFile.read(Files.readString(store.file(id)), id);
    assertEquals(SITUATION.exchange().messages(), read.plain().messages());
    assertEquals(TRIAL.exchange(), read.exchange());
    assertEquals("wrong", read.signature());
    assertEquals(Optional.empty(), store.trouble());
  }

  /** An id is a digest of the text, in which nothing may stand in an order of its own. */
  @Test
  void theSameCaseHasTheSameTextInEveryProcess() {
    List<String> keys =
        CaseFile.write(SITUATION, FINDING.id(), TRIAL)
            .lines()
            .filter(line -> line.contains("\"signature\"") || line.contains("\"detail\""))
            .map(line -> line.strip().split("\"", 3)[1])
            .toList();
    assertEquals(List.of("signature", "detail"), keys);
  }

  @Test
  void aFolderThatCannotBeWrittenLosesNoFinding() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    CaseStore store = new CaseStore(file.resolve("cases"));
    assertTrue(store.save(SITUATION, FINDING, TRIAL).startsWith(FINDING.id() + "-"));
    assertTrue(store.trouble().isPresent());
  }
}
