package sockproof.reference.net;

/** A mutant's death: the program would have ended with exit status 1 and this sentence. */
public final class ServiceDied extends RuntimeException {
  /** Takes the sentence that the program would have printed. */
  public ServiceDied(String sentence) {
    super(sentence);
  }
}
