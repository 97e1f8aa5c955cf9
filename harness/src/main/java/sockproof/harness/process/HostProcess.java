package sockproof.harness.process;

/**
 * What this machine's kernel tells of a process that somebody else started, such as Docker.
 *
 * @param pid its process id
 */
public record HostProcess(int pid) {
  /** CPU time that it has used, in nanoseconds; 0 when it has ended. */
  public long cpuNanos() {
    return Posix.cpuNanos(pid);
  }

  /** As {@link RunningSubject#demandNanos}, of it and of all that it has started. */
  public long demandNanos() {
    return Schedstat.ofProcess(pid).demandNanos();
  }

  /** As {@link RunningSubject#isRunnable}, of it and of all that it has started. */
  public boolean isRunnable() {
    return Schedstat.isRunnable(pid);
  }

  /** As {@link RunningSubject#starvedNanos}, of it and of all that it has started. */
  public long starvedNanos() {
    return Schedstat.ofProcess(pid).starvedNanos();
  }

  /** How many sockets its session holds; 0 where that is hidden from this user. */
  public int heldSockets() {
    return SessionSockets.count(pid);
  }
}
