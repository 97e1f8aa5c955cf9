package sockproof.harness.judge;

import java.util.Locale;

/** What an oracle says; the order is from best to worst. */
public enum Verdict {
  PASS,
  INCONCLUSIVE,
  FAIL;

  /** The worse of two: fail before inconclusive before pass. */
  public Verdict worst(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** The word used in results. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
