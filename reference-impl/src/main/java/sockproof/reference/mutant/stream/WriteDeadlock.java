package sockproof.reference.mutant.stream;

import sockproof.reference.stream.StreamSteps;

/** Reads nothing before all that it has to say is sent. */
final class WriteDeadlock extends StreamSteps {
  @Override
  public boolean readsWhileWriting() {
    return false;
  }
}
