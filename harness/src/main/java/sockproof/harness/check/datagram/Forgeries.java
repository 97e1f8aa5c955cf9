package sockproof.harness.check.datagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.harness.judge.Words;
import sockproof.proxy.core.Medium;
import sockproof.proxy.fault.Spoof;
import sockproof.proxy.plan.Capability;

/**
 * Cases with a forged reply. Right before the genuine one it has the form and the length of that,
 * so that a client that looks at the form of what it gets, and not at its source, takes it. Instead
 * of the genuine one it says the same, so that a client that looks at the text takes it, too.
 */
final class Forgeries {
  private static final String FILLER = "FORGED REPLY FROM SOMEBODY ELSE ";

  /** An address for documentation (RFC 3849), which belongs to nobody. */
  private static final String FOREIGN_V6 = "\"[2001:db8::33]:6666\"";

  private Forgeries() {}

  /** Whom a forged reply appears to come from. */
  enum From {
    BOTH("both", "another host and port"),
    OTHER_PORT("other-port", "the server's host, another port"),
    OTHER_HOST("other-host", "another host, the server's port");

    private final String word;
    private final String phrase;

    From(String word, String phrase) {
      this.word = word;
      this.phrase = phrase;
    }

    private String word(Exchange exchange) {
      return this == BOTH && exchange.network().ip() == 6 ? FOREIGN_V6 : word;
    }
  }

  /**
   * The sources that can be forged here. Unix sockets have no hosts. On IPv4 every address of
   * 127.0.0.0/8 is this machine's; on IPv6 another host takes a raw socket, which cannot know the
   * port of a server that is yet to be started.
   */
  static List<From> possible(Situation situation) {
    Exchange exchange = situation.exchange();
    if (exchange.network().isUnix()) {
      return List.of(From.OTHER_PORT);
    }
    if (exchange.network().ip() == 4) {
      return List.of(From.values());
    }
    return situation.capabilities().contains(Capability.FOREIGN_SOURCE)
        ? List.of(From.BOTH, From.OTHER_PORT)
        : List.of(From.OTHER_PORT);
  }

  /** Why a source that differs in one part of the address only tells nothing here. */
  static Optional<String> indistinct(Situation situation, From from) {
    if (situation.exchange().network().isUnix()) {
      return Optional.of("the address of a Unix socket is one path, which has no parts");
    }
    List<From> possible = possible(situation);
    return possible.contains(From.BOTH) && possible.contains(from)
        ? Optional.empty()
        : Optional.of("IPv6 has one loopback host only, so host and port cannot be told apart");
  }

  /** The source that differs from the server's in all that can differ. */
  static From stranger(Situation situation) {
    return possible(situation).getFirst();
  }

  /** The source in words: on Unix sockets another path. */
  static String phrase(Situation situation, From from) {
    return situation.exchange().network().medium() == Medium.UNIX_DATAGRAM
        ? "another path"
        : from.phrase;
  }

  /** The case in which a forged reply stands right before the genuine one. */
  static Exchange before(Exchange exchange, From from) {
    return Plans.under(
        exchange,
        "spoof: {to: client, from: %s, place: before, payload: \"%s\"}"
            .formatted(from.word(exchange), text(exchange)));
  }

  /** The case in which the genuine reply is lost and a forged one says the same. */
  static Exchange instead(Exchange exchange, From from) {
    return Plans.under(
        exchange,
        "spoof: {to: client, from: %s, place: instead, payload: mirror}"
            .formatted(from.word(exchange)));
  }

  /** What a forged reply before the genuine one says. */
  static String text(Exchange exchange) {
    String genuine = exchange.replies().getFirst();
    int length = Math.max(genuine.length(), 1);
    String forged = FILLER.repeat(length / FILLER.length() + 1).substring(0, length);
    return forged.equals(genuine) ? FILLER.strip() : forged;
  }

  /** The cases of a source in which the client took the forged reply. */
  static List<Trial> taken(Lab lab, From from) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : lab.runAll(List.of(before(exchange, from), instead(exchange, from)))) {
      if (isTaken(trial)) {
        trials.add(trial);
      }
    }
    return trials;
  }

  /** True where the client took a forged reply for a genuine one. */
  static boolean isTaken(Trial trial) {
    return isInstead(trial)
        ? trial.isIntact()
        : trial.outcome().taken().contains(text(trial.exchange()));
  }

  /** True where no forged reply was taken, and the genuine one was, if there was one. */
  static boolean isRefused(Trial trial) {
    return isInstead(trial) ? !trial.isIntact() : trial.isIntact();
  }

  private static boolean isInstead(Trial trial) {
    return trial.exchange().plan().faults().stream()
        .anyMatch(
            fault -> fault.spec() instanceof Spoof spoof && spoof.place() == Spoof.Place.INSTEAD);
  }

  /** What a check of one source says. */
  static Diagnosis diagnose(Lab lab, From from, String rule) throws InterruptedException {
    String source = phrase(lab.situation(), from);
    List<Trial> taken = taken(lab, from);
    if (taken.isEmpty()) {
      return Diagnosis.pass("a forged reply from " + source + " is not taken");
    }
    Trial first = taken.getFirst();
    return Diagnosis.fail(
        rule + ": a forged one from " + source + " was",
        "the server's reply " + Words.quoted(first.exchange().replies()),
        "took " + Words.quoted(first.outcome().taken()) + "; " + first.outcome().detail(),
        taken);
  }
}
