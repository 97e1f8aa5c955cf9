package sockproof.reference.mutant.stream;

import java.io.IOException;
import sockproof.reference.net.KilledBySignal;
import sockproof.reference.stream.StreamSteps;

/** Dies from SIGPIPE, as a program does that leaves the signal's default action as it is. */
final class Crash extends StreamSteps {
  private static final int SIGPIPE = 13;

  @Override
  public void broken(IOException error) {
    throw new KilledBySignal(SIGPIPE);
  }
}
