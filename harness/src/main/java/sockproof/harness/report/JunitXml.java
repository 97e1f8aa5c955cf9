package sockproof.harness.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import sockproof.harness.run.CaseResult;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.run.SuiteResult;

/**
 * The results as JUnit XML, one suite for each folder of scenarios, in the dialect that CI servers
 * read.
 */
public final class JunitXml {
  private final XMLStreamWriter xml;
  private final Function<CaseResult, String> replayOf;

  private JunitXml(XMLStreamWriter xml, Function<CaseResult, String> replayOf) {
    this.xml = xml;
    this.replayOf = replayOf;
  }

  /**
   * The whole document.
   *
   * @param replayOf gives the line that repeats a case
   */
  public static String write(SuiteResult suite, Function<CaseResult, String> replayOf) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JunitXml(xml, replayOf).document(suite);
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    return text + "\n";
  }

  private void document(SuiteResult suite) throws XMLStreamException {
    Map<String, List<CaseResult>> folders = new TreeMap<>();
    for (CaseResult result : suite.results()) {
      folders.computeIfAbsent(folder(result), name -> new ArrayList<>()).add(result);
    }
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "sockproof");
    counts(suite.results());
    for (Map.Entry<String, List<CaseResult>> folder : folders.entrySet()) {
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", folder.getKey());
      counts(folder.getValue());
      xml.writeCharacters("\n    ");
      xml.writeStartElement("properties");
      property("seed", Long.toString(suite.seed()));
      xml.writeEndElement();
      for (CaseResult result : folder.getValue()) {
        testcase(result);
      }
      xml.writeCharacters("\n  ");
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static String folder(CaseResult result) {
    String id = result.run().scenario().fileId();
    int slash = id.lastIndexOf('/');
    return slash < 0 ? "scenarios" : id.substring(0, slash);
  }

  private void property(String name, String value) throws XMLStreamException {
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", name);
    xml.writeAttribute("value", clean(value));
  }

  private void counts(List<CaseResult> results) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(results.size()));
    xml.writeAttribute("failures", count(results, Status.FAILED));
    xml.writeAttribute("errors", count(results, Status.INCONCLUSIVE));
    xml.writeAttribute("skipped", count(results, Status.SKIPPED));
    xml.writeAttribute(
        "time", seconds(results.stream().mapToLong(CaseResult::elapsedMillis).sum()));
  }

  private static String count(List<CaseResult> results, Status status) {
    return Long.toString(results.stream().filter(result -> result.status() == status).count());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  private void testcase(CaseResult result) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", clean(result.run().scenario().id()));
    xml.writeAttribute("classname", clean(result.run().subject().name()));
    xml.writeAttribute("time", seconds(result.elapsedMillis()));
    switch (result.status()) {
      case FAILED -> problem("failure", result);
      case INCONCLUSIVE -> problem("error", result);
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", clean(result.note()));
      }
      case KNOWN -> output("known failure: " + result.note());
      case WARNED ->
          output(
              "warning: "
                  + result.run().scenario().requirement().text()
                  + "\nobserved: "
                  + result.judgement().observed());
      case PASSED -> {
        // Nothing to say.
      }
    }
    xml.writeEndElement();
  }

  private void problem(String element, CaseResult result) throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", clean(result.judgement().observed()));
    xml.writeAttribute("type", result.run().scenario().requirement().level().name());
    xml.writeCharacters(
        clean(
            "requirement: "
                + result.run().scenario().requirement().text()
                + "\nexpected: "
                + result.judgement().expected()
                + "\nobserved: "
                + result.judgement().observed()
                + "\nagain: "
                + replayOf.apply(result)
                + "\n"));
    xml.writeEndElement();
    output(result.stdout());
  }

  private void output(String text) throws XMLStreamException {
    xml.writeStartElement("system-out");
    xml.writeCharacters(clean(text));
    xml.writeEndElement();
  }

  /** XML 1.0 has no place for most control characters, not even escaped. */
  private static String clean(String text) {
    return text.codePoints()
        .map(
            c ->
                c == '\n'
                        || c == '\t'
                        || (c >= 0x20 && c <= 0xd7ff)
                        || (c >= 0xe000 && c <= 0xfffd)
                        || c >= 0x10000
                    ? c
                    : 0xfffd)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
