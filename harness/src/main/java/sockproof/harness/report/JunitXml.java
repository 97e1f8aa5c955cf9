package sockproof.harness.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.results.Results.Kind;
import sockproof.harness.run.CaseResult.Status;

/**
 * Results as JUnit XML in the dialect that GitHub, GitLab and Jenkins read: one suite for each
 * folder of scenarios and subject, one test case for each case.
 */
public final class JunitXml implements ReportFormat {
  @Override
  public String name() {
    return "junit";
  }

  @Override
  public String takes() {
    return "FILE";
  }

  @Override
  public String description() {
    return "Write the results as JUnit XML.";
  }

  @Override
  public void write(Results results, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      new Document(xml, results).write();
      xml.close();
      out.write("\n");
    } catch (XMLStreamException e) {
      throw new IOException(file + " could not be written: " + e.getMessage(), e);
    }
  }

  /** A suite: what stands in one folder, for one subject. */
  private record Suite(String folder, String subject) implements Comparable<Suite> {
    static Suite of(Entry entry, Kind kind) {
      return new Suite(kind == Kind.CHECK ? "check" : entry.folder(), entry.subject());
    }

    @Override
    public int compareTo(Suite other) {
      int order = folder.compareTo(other.folder);
      return order != 0 ? order : subject.compareTo(other.subject);
    }
  }

  private record Document(XMLStreamWriter xml, Results results) {
    void write() throws XMLStreamException {
      Map<Suite, List<Entry>> suites = new TreeMap<>();
      for (Entry entry : results.entries()) {
        Suite suite = Suite.of(entry, results.kind());
        suites.computeIfAbsent(suite, key -> new ArrayList<>()).add(entry);
      }
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "sockproof");
      counts(results.entries());
      for (Map.Entry<Suite, List<Entry>> suite : suites.entrySet()) {
        suite(suite.getKey(), suite.getValue());
      }
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
    }

    private void suite(Suite suite, List<Entry> entries) throws XMLStreamException {
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", clean(suite.folder() + " (" + suite.subject() + ")"));
      counts(entries);
      xml.writeCharacters("\n    ");
      xml.writeStartElement("properties");
      property("seed", Long.toString(entries.getFirst().seed()));
      property("subject", suite.subject());
      property("tool", results.tool());
      xml.writeEndElement();
      for (Entry entry : entries) {
        testcase(suite, entry);
      }
      xml.writeCharacters("\n  ");
      xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
      xml.writeEmptyElement("property");
      xml.writeAttribute("name", name);
      xml.writeAttribute("value", clean(value));
    }

    private void counts(List<Entry> entries) throws XMLStreamException {
      xml.writeAttribute("tests", Integer.toString(entries.size()));
      xml.writeAttribute("failures", count(entries, Status.FAILED));
      xml.writeAttribute("errors", count(entries, Status.INCONCLUSIVE));
      xml.writeAttribute("skipped", count(entries, Status.SKIPPED));
      xml.writeAttribute("time", seconds(entries.stream().mapToLong(Entry::elapsedMillis).sum()));
    }

    private static String count(List<Entry> entries, Status status) {
      return Long.toString(entries.stream().filter(entry -> entry.status() == status).count());
    }

    private static String seconds(long millis) {
      return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
    }

    private void testcase(Suite suite, Entry entry) throws XMLStreamException {
      xml.writeCharacters("\n    ");
      xml.writeStartElement("testcase");
      xml.writeAttribute("name", clean(entry.id()));
      // Servers split class names at dots into a package and a class.
      xml.writeAttribute(
          "classname", clean(suite.subject().replace('.', '_') + "." + suite.folder()));
      xml.writeAttribute("time", seconds(entry.elapsedMillis()));
      if (!entry.file().isEmpty()) {
        xml.writeAttribute("file", clean(entry.file()));
      }
      switch (entry.status()) {
        case FAILED -> problem("failure", entry);
        case INCONCLUSIVE -> problem("error", entry);
        case SKIPPED -> {
          xml.writeEmptyElement("skipped");
          xml.writeAttribute("message", clean(entry.note()));
        }
        case KNOWN -> output("known failure: " + entry.note() + "\n" + FailureText.of(entry));
        case WARNED -> output("warning\n" + FailureText.of(entry));
        case PASSED -> {
          // Nothing to say.
        }
      }
      xml.writeEndElement();
    }

    private void problem(String element, Entry entry) throws XMLStreamException {
      xml.writeStartElement(element);
      xml.writeAttribute("message", clean(entry.observed()));
      xml.writeAttribute("type", clean(entry.requirement().level()));
      xml.writeCharacters(clean(FailureText.of(entry)));
      xml.writeEndElement();
      output(FailureText.of(entry) + FailureText.printed(entry));
    }

    private void output(String text) throws XMLStreamException {
      xml.writeStartElement("system-out");
      xml.writeCharacters(clean(text));
      xml.writeEndElement();
    }
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
