package sockproof.proxy.relay;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;

/** What the relays' event loops have used so far. */
final class RelayThreads {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private RelayThreads() {}

  /** CPU time of all loops together, user and system. */
  static long cpuNanos() {
    return Arrays.stream(ids()).map(THREADS::getThreadCpuTime).sum();
  }

  /** Bytes of heap that all loops together have allocated. */
  static long allocatedBytes() {
    return Arrays.stream(ids()).map(THREADS::getThreadAllocatedBytes).sum();
  }

  private static long[] ids() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().startsWith("sockproof-relay"))
        .mapToLong(ThreadInfo::getThreadId)
        .toArray();
  }
}
