package sockproof.harness.exchange;

import java.util.Locale;

/** Which side of the exchange is under test; Sockproof plays the other. */
public enum Role {
  CLIENT,
  SERVER;

  /** The word used in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
