package sockproof.harness.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** How many files this process may have open: POSIX getrlimit() and setrlimit(). */
public final class FileLimit {
  private static final int RLIMIT_NOFILE = 7;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle GETRLIMIT = bind("getrlimit");
  private static final MethodHandle SETRLIMIT = bind("setrlimit");

  private FileLimit() {}

  private static MethodHandle bind(String name) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }

  /**
   * Raises the limit as far as this user may.
   *
   * @param wanted how many files are to be open
   * @return the limit from then on, which may be lower or higher
   */
  public static long raise(long wanted) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(JAVA_LONG, 2);
      long soft = read(limits);
      if (soft >= wanted) {
        return soft;
      }
      long hard = limits.getAtIndex(JAVA_LONG, 1);
      if (set(arena, wanted, Math.max(wanted, hard)) < 0) { // only root may raise the hard limit
        set(arena, hard, hard);
      }
      return read(limits);
    }
  }

  private static long read(MemorySegment limits) {
    int result = call(GETRLIMIT, limits);
    assert result == 0 : "getrlimit gave " + result;
    return limits.getAtIndex(JAVA_LONG, 0);
  }

  private static int set(Arena arena, long soft, long hard) {
    return call(SETRLIMIT, arena.allocateFrom(JAVA_LONG, soft, hard));
  }

  private static int call(MethodHandle handle, MemorySegment limits) {
    try {
      return (int) handle.invokeExact(RLIMIT_NOFILE, limits);
    } catch (Throwable e) {
      throw new AssertionError("a rlimit call", e);
    }
  }
}
