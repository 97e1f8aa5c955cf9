package sockproof.reference.mutant.stream;

import sockproof.reference.net.ExchangeException;
import sockproof.reference.net.UncaughtFailure;
import sockproof.reference.stream.StreamSteps;

/** Catches no error: the person is shown a stack trace. */
final class NoisyFailure extends StreamSteps {
  @Override
  public void failed(ExchangeException why) {
    throw new UncaughtFailure(why);
  }
}
