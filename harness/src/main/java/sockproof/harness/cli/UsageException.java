package sockproof.harness.cli;

/**
 * Bad usage or bad input. The message is one whole sentence for the user: the option, or the file,
 * line and column, then what is wrong and what to do. The program prints it and exits with {@link
 * ExitStatus#USAGE}.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the sentence that the user is shown. */
  public UsageException(String sentence) {
    super(sentence);
  }
}
