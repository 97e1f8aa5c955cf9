package sockproof.reference.mutant.stream;

import sockproof.reference.stream.StreamServerSteps;

/** Serves one client to its end before it accepts the next. */
final class OneClientBlocks extends StreamServerSteps {
  @Override
  public boolean servesManyClients() {
    return false;
  }
}
