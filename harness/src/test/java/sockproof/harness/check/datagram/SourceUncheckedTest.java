package sockproof.harness.check.datagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sockproof.harness.check.CheckResult;

class SourceUncheckedTest {
  private static final String ID = "source-unchecked";

  @TempDir private Path store;

  @Test
  void findsAClientThatTakesRepliesFromAnywhere() {
    CheckResult result =
        new ReferenceCheck(store)
            .check("udp", ReferenceCheck.mutant(ReferenceCheck.MATCHING, ID), ID);
    CheckResult.Found found = ReferenceCheck.only(ID, result);
    assertTrue(found.observed().contains("FORGED REPLY"), found::observed);
    assertEquals(1, found.minimal().exchange().plan().faults().size());
  }

  @Test
  void findsAnUnconnectedSocketThatNobodyFilters() {
    CheckResult result = new ReferenceCheck(store).check("udp", ReferenceCheck.UNCONNECTED, ID);
    ReferenceCheck.only(ID, result);
  }

  @Test
  void letsConnectedAndMatchingClientsPass() {
    ReferenceCheck check = new ReferenceCheck(store);
    assertEquals(Set.of(), ReferenceCheck.ids(check.check("udp", ReferenceCheck.CONNECTED, ID)));
    assertEquals(Set.of(), ReferenceCheck.ids(check.check("udp", ReferenceCheck.MATCHING, ID)));
    assertEquals(
        Set.of(),
        ReferenceCheck.ids(check.check("unix-datagram", ReferenceCheck.UNIX_CONNECTED, ID)));
    assertEquals(
        Set.of(),
        ReferenceCheck.ids(check.check("unix-datagram", ReferenceCheck.UNIX_MATCHING, ID)));
  }
}
