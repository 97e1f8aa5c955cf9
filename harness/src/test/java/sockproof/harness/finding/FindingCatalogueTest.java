package sockproof.harness.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
