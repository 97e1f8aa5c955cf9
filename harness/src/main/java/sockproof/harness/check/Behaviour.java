package sockproof.harness.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A subject's behaviour in one case, boiled down so that cases can be compared.
 *
 * @param kind the class of behaviour
 * @param taken what it took for replies (a client), or what it answered (a server)
 * @param detail the same for people: how it ended and what it printed
 */
public record Behaviour(Kind kind, List<String> taken, String detail) {
  /** The classes of behaviour, from right to wrong. */
  public enum Kind {
    /** Every reply whole, in order, once, and nothing else; exit 0 or still serving. */
    INTACT,
    /** It told that something went wrong: a non-zero exit, an error reply, a close. */
    ERROR,
    /** It reported success, with a wrong or missing reply. */
    WRONG,
    /** A signal ended it. */
    CRASHED,
    /** A server that ended though it should have gone on. */
    ENDED,
    /** Still running at the deadline without using CPU. */
    HUNG,
    /** Still running at the deadline, using a core. */
    SPUN;

    /** The word of case files. */
    String signature() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Behaviour {
    taken = List.copyOf(taken);
  }

  /** What has to be the same for a failure to be the same failure. */
  public String signature() {
    return kind.signature();
  }

  /** What a case file says of it, in this order each time. */
  public Map<String, Object> toData() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("signature", signature());
    data.put("detail", detail);
    return data;
  }
}
