package sockproof.harness.judge;

/**
 * A verdict with its evidence in words.
 *
 * @param verdict the verdict
 * @param expected what had to come out
 * @param observed what came out
 */
public record Judgement(Verdict verdict, String expected, String observed) {
  /** A pass needs no more words. */
  public static Judgement pass() {
    return new Judgement(Verdict.PASS, "", "");
  }

  /** A failure, with both sides. */
  public static Judgement fail(String expected, String observed) {
    return new Judgement(Verdict.FAIL, expected, observed);
  }

  /** No verdict was possible. */
  public static Judgement inconclusive(String why) {
    return new Judgement(Verdict.INCONCLUSIVE, "", why);
  }
}
