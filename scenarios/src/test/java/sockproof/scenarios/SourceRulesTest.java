package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each source rule fails on what it forbids, and passes what is next to it. */
class SourceRulesTest {
  private static final String MAIN = "proxy/src/main/java/A.java";

  private static List<String> problemsOfStatement(String statement) throws IOException {
    return JavaSourceRules.problems(MAIN, "class A {\n  void a() {\n" + statement + "\n  }\n}\n");
  }

  private static void assertOne(String expected, List<String> problems) {
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.getFirst().startsWith(expected), problems.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Thread.sleep(5);             | sleeping
          java.lang.Thread.sleep(5);   | sleeping
          TimeUnit.SECONDS.sleep(1);   | sleeping
          SECONDS.sleep(1);            | sleeping
          sleep(1);                    | sleeping
          e.printStackTrace();         | a stack trace
          try { a(); } catch (E e) { } | the catch block is empty
          """)
  void aBadStatementIsFound(String statement, String problem) throws IOException {
    assertOne(MAIN + ":3: " + problem, problemsOfStatement(statement));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timer.sleepUntil(5);",
        "try { a(); } catch (E e) { b(e); }",
        "try { a(); } catch (E e) { // the peer is gone, which is what was wanted\n }",
        "e.printStackTrace(transcript);",
        "printStackTrace = 1;"
      })
  void aGoodStatementPasses(String statement) throws IOException {
    assertEquals(List.of(), problemsOfStatement(statement));
  }

  @Test
  void aMethodOfSixtyLinesPassesAndOneMoreDoesNot() throws IOException {
    assertEquals(List.of(), problemsOfStatement("\n".repeat(57)));
    assertOne(MAIN + ":2: a has 61 lines", problemsOfStatement("\n".repeat(58)));
  }

  @Test
  void aPublicTypeWithoutJavadocIsFound() throws IOException {
    assertOne(MAIN + ":1: the public type A", JavaSourceRules.problems(MAIN, "public class A {}"));
    assertEquals(List.of(), JavaSourceRules.problems(MAIN, "/** An A. */ public class A {}"));
    assertEquals(List.of(), JavaSourceRules.problems(MAIN, "class A {}"));
    assertEquals(List.of(), JavaSourceRules.problems("src/test/java/A.java", "public class A {}"));
  }

  @Test
  void aLongLineAndALongFileAreFound() {
    assertEquals(List.of(), TextRules.problems("a.py", "é".repeat(120) + "\n"));
    assertOne("a.py:2: 121 columns", TextRules.problems("a.py", "\n" + "x".repeat(121)));
    assertEquals(List.of(), TextRules.problems("a.py", "\n".repeat(400)));
    assertOne("a.py: 401 lines", TextRules.problems("a.py", "\n".repeat(401)));
  }

  @Test
  void aPackageThatIsNotNullMarkedIsFound(@TempDir Path folder) throws IOException {
    Path main = Files.createDirectories(folder.resolve("src/main/java/a"));
    Path test = Files.createDirectories(folder.resolve("src/test/java/a"));
    Path info = Files.writeString(main.resolve("package-info.java"), "/** A. */\npackage a;\n");
    Path type = Files.writeString(test.resolve("ATest.java"), "package a; class ATest {}\n");
    assertOne(main + ": no package-info.java", PackageRules.problems(List.of(info, type)));

    Files.writeString(info, "@org.jspecify.annotations.NullMarked\npackage a;\n");
    assertEquals(List.of(), PackageRules.problems(List.of(info, type)));
  }

  @Test
  void sourcesOfEveryModuleAreFound() throws IOException {
    List<String> files =
        ProjectFiles.sources().stream()
            .map(file -> ProjectFiles.root().relativize(file).toString())
            .toList();
    for (String expected :
        new String[] {
          "sockproof", ".ci/run", "harness/src/main/java/sockproof/harness/cli/Main.java"
        }) {
      assertTrue(files.contains(expected), expected);
    }
  }
}
