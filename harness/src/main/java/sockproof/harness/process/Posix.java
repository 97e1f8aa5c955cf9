package sockproof.harness.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few POSIX and Linux calls that the JDK does not offer: spawning into a new session, waiting
 * with the true signal and CPU time, and polling several descriptors. Each method throws {@link
 * PosixException} with the call's name and errno.
 */
final class Posix {
  static final int SIGKILL = 9;
  static final int SIGCONT = 18;
  static final int SIGSTOP = 19;
  static final int SIGTERM = 15;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EPIPE = 32;
  static final int ESRCH = 3;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  private static final int F_SETFL = 4;
  private static final int SYS_PIDFD_OPEN = 434;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle PIPE2 = bind("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle READ = bind("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = bind("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = bind("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle KILL = bind("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle POLL = bind("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle WAIT4 =
      bind("wait4", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle CLOCK_GETTIME =
      bind("clock_gettime", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle FCNTL =
      LINKER.downcallHandle(
          find("fcntl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SYSCALL_PIDFD_OPEN =
      LINKER.downcallHandle(
          find("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(1));

  private Posix() {}

  private static MemorySegment find(String name) {
    return LINKER.defaultLookup().findOrThrow(name);
  }

  private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        find(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /** A call that failed, with its errno. */
  static final class PosixException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    PosixException(String call, int errno) {
      super(call + " failed with errno " + errno);
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  private interface Call {
    long invoke(MemorySegment state) throws Throwable;
  }

  /** Runs one call, again after a signal, and turns a negative result into an exception. */
  private static long check(String name, Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      while (true) {
        long result = call.invoke(state);
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != EINTR) {
          throw new PosixException(name, errno);
        }
      }
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }

  /** A pipe: the reading end first, both closed on exec. */
  static int[] pipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      check("pipe2", state -> (int) PIPE2.invokeExact(state, ends, O_CLOEXEC));
      return new int[] {ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1)};
    }
  }

  /** Makes a descriptor non-blocking. */
  static void nonBlocking(int fd) {
    check("fcntl", state -> (int) FCNTL.invokeExact(state, fd, F_SETFL, O_NONBLOCK));
  }

  /** Reads what is there: the count, 0 at the end, -1 when a non-blocking read would wait. */
  static int read(int fd, MemorySegment buffer) {
    try {
      return (int)
          check("read", state -> (long) READ.invokeExact(state, fd, buffer, buffer.byteSize()));
    } catch (PosixException e) {
      if (e.errno() == EAGAIN) {
        return -1;
      }
      throw e;
    }
  }

  /** Writes some bytes: the count, or -1 when a non-blocking write would wait. */
  static int write(int fd, MemorySegment bytes) {
    try {
      return (int)
          check("write", state -> (long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
    } catch (PosixException e) {
      if (e.errno() == EAGAIN) {
        return -1;
      }
      throw e;
    }
  }

  static void close(int fd) {
    check("close", state -> (int) CLOSE.invokeExact(state, fd));
  }

  /**
   * Signals a process, or with a negative id a process group; a target that is gone is no error.
   */
  static void kill(int pid, int signal) {
    try {
      check("kill", state -> (int) KILL.invokeExact(state, pid, signal));
    } catch (PosixException e) {
      if (e.errno() != ESRCH) {
        throw e;
      }
    }
  }

  /** A descriptor that becomes readable when the process ends (Linux 5.3). */
  static int pidfdOpen(int pid) {
    return (int)
        check(
            "pidfd_open",
            state -> (long) SYSCALL_PIDFD_OPEN.invokeExact(state, (long) SYS_PIDFD_OPEN, pid, 0));
  }

  /** One descriptor to wait for. */
  record Wanted(int fd, short events) {}

  /**
   * Waits until one descriptor is ready.
   *
   * @return one flag for each wanted descriptor: ready, hung up or in error
   */
  static boolean[] poll(Wanted[] wanted, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fds = arena.allocate(8L * wanted.length, 4);
      for (int i = 0; i < wanted.length; i++) {
        fds.set(JAVA_INT, 8L * i, wanted[i].fd());
        fds.set(JAVA_SHORT, 8L * i + 4, wanted[i].events());
      }
      long count = wanted.length;
      check("poll", state -> (int) POLL.invokeExact(state, fds, count, timeoutMillis));
      boolean[] ready = new boolean[wanted.length];
      for (int i = 0; i < ready.length; i++) {
        ready[i] = fds.get(JAVA_SHORT, 8L * i + 6) != 0;
      }
      return ready;
    }
  }

  /** How a child ended: the raw wait status and the CPU time that it and its children used. */
  record Waited(int status, long cpuNanos) {}

  /** Collects an ended child; call it only when the child has ended. */
  static Waited waitFor(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      MemorySegment usage = arena.allocate(144, 8);
      check("wait4", state -> (int) WAIT4.invokeExact(state, pid, status, 0, usage));
      long micros =
          usage.get(JAVA_LONG, 0) * 1_000_000
              + usage.get(JAVA_LONG, 8)
              + usage.get(JAVA_LONG, 16) * 1_000_000
              + usage.get(JAVA_LONG, 24);
      return new Waited(status.get(JAVA_INT, 0), micros * 1_000);
    }
  }

  /** CPU time used so far by a living process, from its CPU clock; 0 when it has ended. */
  static long cpuNanos(int pid) {
    int processClock = (~pid << 3) | 2;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(16, 8);
      check("clock_gettime", state -> (int) CLOCK_GETTIME.invokeExact(state, processClock, time));
      return time.get(JAVA_LONG, 0) * 1_000_000_000 + time.get(JAVA_LONG, 8);
    } catch (PosixException e) {
      return 0;
    }
  }
}
