package sockproof.harness.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import sockproof.harness.results.Demand;
import sockproof.harness.results.Entry;
import sockproof.harness.results.Results;
import sockproof.harness.results.Results.Kind;
import sockproof.harness.run.CaseResult.Status;
import sockproof.harness.trace.Comparison;
import sockproof.harness.trace.Observation;
import sockproof.harness.trace.Trace;
import sockproof.harness.trace.Trace.Event;

/** Results that were never run, of any size: each case has a message, a cut and a trace. */
final class SampleResults {
  private static final List<String> FOLDERS =
      List.of("stream/recvall", "stream/close", "stream/coalesce", "datagram/size", "chat");
  private static final List<String> LANGUAGES = List.of("python", "c", "node", "perl", "debian");

  private final Random random = new Random(1);

  /** One failed case in which everything that a program or a file can say is a given text. */
  static Results saying(String text) {
    return saying(text, new Comparison(List.of(text), List.of("other " + text)));
  }

  /** One failed case with a comparison. */
  static Results saying(String text, Comparison comparison) {
    Observation observation =
        new Observation(
            text,
            text,
            text,
            comparison,
            new Trace(
                List.of(
                    new Trace.Relay(
                        text,
                        List.of(new Event(5, 1, "client", "delivered", text.length(), text, text)),
                        0))));
    Entry entry =
        new Entry(
            text,
            text,
            text,
            Status.FAILED,
            "fail",
            text,
            new Demand("MUST", text, text),
            List.of(text),
            1,
            1,
            text,
            "client",
            "tcp",
            text,
            text,
            List.of(text),
            text,
            text,
            text,
            observation);
    return new Results(Kind.RUN, text, 1, "fail", false, List.of(entry));
  }

  /** A passed case of datagrams: a forged one before the reply, the reply, and the reply again. */
  static Results datagrams() {
    SampleResults sample = new SampleResults();
    List<Event> events = new ArrayList<>();
    sample.add(events, "server", "received", "one", "");
    sample.add(events, "server", "delivered", "one", "");
    sample.add(events, "client", "received", "ONE", "");
    sample.add(events, "client", "forged", "EVIL", "from another port, spoof");
    sample.add(events, "client", "delivered", "ONE", "");
    sample.add(events, "client", "delivered", "ONE", "duplicate");
    sample.add(events, "server", "received", "two", "");
    sample.add(events, "server", "discarded", "two", "drop");
    Entry entry =
        new Entry(
            "datagram/mix",
            "datagram/mix",
            "python/client",
            Status.PASSED,
            "pass",
            "Datagrams are forged, repeated and lost",
            new Demand("MUST", "Only the server's replies count.", "RFC 768"),
            List.of("stray-reply"),
            1,
            7,
            "",
            "client",
            "udp",
            "line",
            "scenarios/suites/datagram/mix.yaml",
            List.of("duplicate: {to: client}"),
            "",
            "",
            "./sockproof run scenarios/suites/datagram/mix.yaml --seed 7",
            new Observation(
                "exit 0",
                "reply: ONE\n",
                "",
                new Comparison(List.of("ONE"), List.of("reply: ONE")),
                new Trace(List.of(new Trace.Relay("a", events, 0)))));
    return new Results(Kind.RUN, "sockproof 1", 7, "pass", false, List.of(entry));
  }

  /** Results of so many subjects with so many scenarios, one case each. */
  static Results of(int subjects, int scenarios) {
    SampleResults sample = new SampleResults();
    List<Entry> entries = new ArrayList<>();
    for (int subject = 0; subject < subjects; subject++) {
      for (int scenario = 0; scenario < scenarios; scenario++) {
        entries.add(sample.entry(subject, scenario));
      }
    }
    return new Results(Kind.RUN, "sockproof 1", 7, "fail", false, entries);
  }

  private Entry entry(int subject, int scenario) {
    Status status = status(subject);
    String id = FOLDERS.get(scenario % FOLDERS.size()) + "/scenario-" + scenario;
    String message = message();
    int cut = 1 + random.nextInt(message.length() - 1);
    boolean good = status == Status.PASSED;
    return new Entry(
        id,
        id,
        LANGUAGES.get(subject % LANGUAGES.size()) + "/client-" + subject,
        status,
        good ? "pass" : "fail",
        "Scenario " + scenario + " cuts a reply",
        new Demand("MUST", "recv() may return less than was asked for.", "POSIX recv()"),
        List.of("single-recv"),
        random.nextInt(2000),
        7,
        status == Status.KNOWN ? "single-recv: it is old" : "",
        "client",
        "tcp",
        "line",
        "scenarios/suites/" + id + ".yaml",
        List.of("fragment: {to: client, at: [" + cut + "]}"),
        good ? "" : "the replies \"" + message + "\", exit 0",
        good ? "" : "took nothing as replies",
        "./sockproof run scenarios/suites/" + id + ".yaml --seed 7",
        observation(message, cut, good));
  }

  private Status status(int subject) {
    int draw = random.nextInt(100);
    if (subject % 7 == 3 && draw < 30) {
      return Status.FAILED;
    }
    return switch (draw) {
      case 0 -> Status.WARNED;
      case 1 -> Status.INCONCLUSIVE;
      case 2, 3 -> Status.KNOWN;
      case 4 -> Status.SKIPPED;
      default -> Status.PASSED;
    };
  }

  private String message() {
    StringBuilder text = new StringBuilder();
    int length = 16 + random.nextInt(48);
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private Observation observation(String message, int cut, boolean good) {
    String reply = message.toUpperCase(Locale.ROOT);
    String printed = good ? reply : reply.substring(0, cut);
    List<Event> events = new ArrayList<>();
    add(events, "", "opened", "", "");
    add(events, "server", "received", message + "\n", "");
    add(events, "server", "delivered", message + "\n", "");
    add(events, "client", "received", reply + "\n", "");
    add(events, "client", "delivered", reply.substring(0, cut), "fragment");
    add(events, "client", "read-by-peer", "", cut + " bytes in all");
    add(events, "client", "delivered", reply.substring(cut) + "\n", "fragment");
    add(events, "server", "fin-received", "", "");
    add(events, "server", "fin-delivered", "", "");
    add(events, "client", "fin-received", "", "");
    add(events, "client", "fin-delivered", "", "");
    add(events, "", "closed", "", "");
    return new Observation(
        "exit 0",
        printed + "\n",
        "",
        new Comparison(List.of(reply), List.of(printed)),
        new Trace(List.of(new Trace.Relay("a", events, 0))));
  }

  private void add(List<Event> events, String to, String kind, String bytes, String why) {
    long before = events.isEmpty() ? 1_000_000 : events.getLast().nanos();
    long nanos = before + 10_000 + random.nextInt(900_000);
    events.add(new Event(nanos, 1, to, kind, bytes.length(), bytes, why));
  }
}
