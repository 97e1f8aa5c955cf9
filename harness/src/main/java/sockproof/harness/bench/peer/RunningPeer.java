package sockproof.harness.bench.peer;

import sockproof.harness.process.SubjectProcess;

/**
 * A relay that is up.
 *
 * @param port where it listens on 127.0.0.1
 * @param process its process
 */
public record RunningPeer(int port, SubjectProcess process) implements AutoCloseable {
  /** The CPU time and memory that it uses now, all of its processes together. */
  public SessionUsage usage() {
    return SessionUsage.of(process.pid().orElseThrow());
  }

  @Override
  public void close() {
    process.close();
  }
}
