package sockproof.reference.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Ends this process by a signal, as a mutant that crashes would have been ended (signal(2)). */
final class OwnSignal {
  private OwnSignal() {}

  /** Gives the signal its default action, which the JVM has changed, and raises it. */
  static void die(int signal) {
    Linker linker = Linker.nativeLinker();
    MethodHandle setAction =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("signal"),
            FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    MethodHandle raise =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("raise"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try {
      MemorySegment defaultAction = MemorySegment.NULL;
      MemorySegment _ = (MemorySegment) setAction.invokeExact(signal, defaultAction);
      int _ = (int) raise.invokeExact(signal);
    } catch (Throwable e) {
      throw new AssertionError("raise", e);
    }
  }
}
