package sockproof.harness.results;

/** A results file that cannot be read; the message is a sentence that names the file. */
public final class ResultsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the sentence. */
  public ResultsException(String sentence) {
    super(sentence);
  }
}
