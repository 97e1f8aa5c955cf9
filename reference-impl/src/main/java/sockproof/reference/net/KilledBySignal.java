package sockproof.reference.net;

/** A mutant's death: the program would have been ended by this signal. */
public final class KilledBySignal extends RuntimeException {
  private final int signal;

  /** Takes the number of the signal. */
  public KilledBySignal(int signal) {
    super("killed by signal " + signal);
    this.signal = signal;
  }

  /** The number of the signal. */
  public int signal() {
    return signal;
  }
}
