package sockproof.reference.net;

import java.io.IOException;

/** An exchange that failed in a way the network may cause: one sentence, exit status 1. */
public class ExchangeException extends IOException {
  /** Takes one sentence that says what was waited for and what came instead. */
  public ExchangeException(String sentence) {
    super(sentence);
  }

  /** Takes the sentence and what caused it. */
  public ExchangeException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
