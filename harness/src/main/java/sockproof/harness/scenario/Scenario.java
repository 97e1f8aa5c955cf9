package sockproof.harness.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.subject.Subject;
import sockproof.proxy.plan.Capability;

/**
 * One case of a scenario file: the file with one set of values for what it varies.
 *
 * @param id the file's path under {@code suites/} without {@code .yaml}, and the values in brackets
 * @param file where it was read from
 * @param variation the values, as {@code cut=7}; empty where nothing varies
 * @param title what it shows
 * @param requirement what it demands
 * @param exchange what is exchanged and what goes wrong, without a seed
 * @param faultsYaml the faults as they stand in the file, with the values put in
 * @param expect what must come out
 * @param needs abilities that a subject must have
 * @param finds the findings that make it fail
 * @param tags words to select it by
 */
public record Scenario(
    String id,
    Path file,
    String variation,
    String title,
    Requirement requirement,
    Exchange exchange,
    List<String> faultsYaml,
    Expect expect,
    Set<String> needs,
    List<String> finds,
    Set<String> tags) {

  /** The id of the file, without the values. */
  public String fileId() {
    return variation.isEmpty() ? id : id.substring(0, id.length() - variation.length() - 2);
  }

  /** True when a subject can take part in it. */
  public boolean fits(Subject subject) {
    return misfit(subject).isEmpty();
  }

  /** What it asks for and a subject is not or has not, in a few words; empty where it fits. */
  public Optional<String> misfit(Subject subject) {
    boolean chat = needs.contains(Subject.CHAT);
    if (subject.role() != exchange.underTest()) {
      return Optional.of("a " + exchange.underTest().word() + " under test");
    }
    if (!subject.networks().contains(exchange.network())) {
      return Optional.of("the network " + exchange.network().words());
    }
    if (subject.abilities().contains(Subject.CHAT) != chat) {
      return Optional.of(chat ? "a chat" : "a program that is no chat");
    }
    if (exchange.network().isStream() && !subject.speaks(exchange.framing())) {
      return Optional.of("the framing " + exchange.framing().word());
    }
    if (!subject.charsets().contains(exchange.text())) {
      return Optional.of("the charset " + exchange.text().word());
    }
    if (exchange.messages().size() > 1 && subject.takesMessageAsArgument()) {
      return Optional.of("several messages, which come on standard input");
    }
    return needs.stream()
        .filter(need -> !subject.abilities().contains(need))
        .findFirst()
        .map(need -> "`can: [" + need + "]`");
  }

  /**
   * What its faults need and the machine has not, as a sentence without a full stop, if anything.
   *
   * @param capabilities what relays can do here beyond ordinary sockets
   */
  public Optional<String> missing(Set<Capability> capabilities) {
    return exchange.plan().needs().stream()
        .filter(need -> !capabilities.contains(need))
        .findFirst()
        .map(need -> "it needs " + need.phrase() + Capability.REMEDY);
  }

  /**
   * What must come out.
   *
   * @param outcome the oracle that judges
   * @param within the deadline of the case
   */
  public record Expect(Outcome outcome, Duration within) {}
}
