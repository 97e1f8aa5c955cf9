package sockproof.harness.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingCatalogueTest {
  /** Reports print it behind "the program". */
  @Test
  void aBugIsSaidOfTheProgram() {
    List<String> others =
        FindingCatalogue.all().stream()
            .map(Finding::bug)
            .filter(bug -> !bug.matches("[a-z]+s [^.]+"))
            .toList();
    assertEquals(List.of(), others);
  }

  /** Reports quote it as what the program has to do. */
  @Test
  void aRuleIsAWholeSentenceWithItsSource() {
    for (Finding finding : FindingCatalogue.all()) {
      assertTrue(finding.rule().matches("([A-Z]|\\w+\\(\\)).*[^.]\\."), finding.rule());
      assertTrue(
          finding.source().matches("(RFC \\d+|POSIX|Linux|Common practice)(.*[^.])?"),
          finding.source());
    }
  }
}
