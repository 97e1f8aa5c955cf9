package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the whole project to its architecture, and sees each rule fail on something bad. */
class ArchitectureTest {
  private static final String SAMPLE = "sockproof.scenarios.sample";

  @TestFactory
  Stream<DynamicTest> classesKeepTheRules() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("sockproof");
    return new ArchitectureRules("sockproof")
        .all().entrySet().stream()
            .map(
                rule ->
                    DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(classes)));
  }

  @TestFactory
  Stream<DynamicTest> everyClassRuleFailsOnTheSample() {
    JavaClasses classes = new ClassFileImporter().importPackages(SAMPLE);
    return new ArchitectureRules(SAMPLE)
        .all().entrySet().stream()
            .map(
                rule ->
                    DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> {
                          EvaluationResult result = rule.getValue().evaluate(classes);
                          assertTrue(result.hasViolation());
                        }));
  }

  @Test
  void everyClockAndDieIsSeen() {
    JavaClasses classes = new ClassFileImporter().importPackages(SAMPLE);
    EvaluationResult result =
        new ArchitectureRules(SAMPLE).coreWithoutClocksAndDice().evaluate(classes);
    List<String> violations = result.getFailureReport().getDetails();
    assertEquals(4, violations.size(), violations.toString());
  }

  @Test
  void sourcesKeepTheRules() throws IOException {
    List<Path> files = ProjectFiles.sources();
    List<String> problems = new ArrayList<>(PackageRules.problems(files));
    for (Path file : files) {
      problems.addAll(TextRules.problems(file));
    }
    problems.addAll(
        JavaSourceRules.problems(
            files.stream().filter(file -> file.toString().endsWith(".java")).toList()));
    assertEquals(List.of(), problems);
  }
}
