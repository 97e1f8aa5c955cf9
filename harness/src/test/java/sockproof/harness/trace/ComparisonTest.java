package sockproof.harness.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of long lines: the place where they part. */
final class ComparisonTest {
  private static final String HEAD = "a".repeat(65_536);

  @Test
  void shortLinesAreKept() {
    Comparison comparison = new Comparison(List.of("ONE", "TWO"), List.of("ONE"));
    assertEquals(List.of("ONE", "TWO"), comparison.expected());
    assertEquals(List.of("ONE"), comparison.observed());
  }

  @Test
  void longLinesAreCutAroundWhereTheyPart() {
    Comparison comparison =
        new Comparison(List.of(HEAD + "b".repeat(100_000)), List.of(HEAD + "c".repeat(9)));
    String expected = comparison.expected().getFirst();
    assertTrue(expected.startsWith("(65336 characters) …a"), expected);
    assertTrue(expected.contains("ab"), expected);
    assertTrue(expected.endsWith(" characters more)"), expected);
    assertEquals(
        "(65336 characters) …" + "a".repeat(200) + "c".repeat(9), comparison.observed().getFirst());
  }

  @Test
  void besideAShortLineALongOneIsShownFromItsBeginning() {
    Comparison comparison = new Comparison(List.of(HEAD), List.of(HEAD.substring(0, 1500)));
    assertTrue(comparison.expected().getFirst().startsWith("aaa"), comparison::toString);
    assertEquals(1500, comparison.observed().getFirst().length());
  }

  @Test
  void whatWasCutOnceStaysAsItIs() {
    Comparison once = new Comparison(List.of(HEAD + "b"), List.of(HEAD + "c"));
    assertEquals(once, new Comparison(once.expected(), once.observed()));
  }
}
