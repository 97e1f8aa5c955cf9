package sockproof.harness.check.datagram;

import java.util.List;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Plans;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.core.Medium;

/**
 * Cases in which a forged reply stands right before the genuine one. What it says has the form and
 * the length of a genuine reply, so that a client that looks at the form of what it gets, and not
 * at its source, takes it.
 */
final class Forgeries {
  private static final String FILLER = "FORGED REPLY FROM SOMEBODY ELSE ";

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

    /** For people. */
    String phrase() {
      return phrase;
    }
  }

  /**
   * The sources that this machine can forge on the network: Unix sockets have no hosts, and ::1 is
   * the only IPv6 loopback host.
   */
  static List<From> possible(Situation situation) {
    Exchange exchange = situation.exchange();
    boolean oneHost = exchange.network().isUnix() || exchange.network().ip() == 6;
    return oneHost ? List.of(From.OTHER_PORT) : List.of(From.values());
  }

  /** The source that differs from the server's in all that can differ. */
  static From stranger(Situation situation) {
    return possible(situation).getFirst();
  }

  /** The source in words: on Unix sockets another path. */
  static String phrase(Situation situation, From from) {
    return situation.exchange().network().medium() == Medium.UNIX_DATAGRAM
        ? "another path"
        : from.phrase();
  }

  /** The case: a forged reply, then at once the genuine one. */
  static Trial before(Lab lab, From from) throws InterruptedException {
    Exchange exchange = lab.situation().exchange();
    return lab.run(
        Plans.under(
            exchange,
            "spoof: {to: client, from: %s, place: before, payload: \"%s\"}"
                .formatted(from.word, text(exchange))));
  }

  /** What the forged reply says. */
  static String text(Exchange exchange) {
    String genuine = exchange.replies().getFirst();
    int length = Math.max(genuine.length(), 1);
    String forged = FILLER.repeat(length / FILLER.length() + 1).substring(0, length);
    return forged.equals(genuine) ? FILLER.strip() : forged;
  }

  /** True where the client took a forged reply for a genuine one. */
  static boolean taken(Trial trial) {
    return trial.outcome().taken().contains(text(trial.exchange()));
  }
}
