package sockproof.harness.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sockproof.harness.process.Posix.PosixException;

/**
 * posix_spawnp(3) into a new session, with the three standard descriptors and nothing else, default
 * signal handling and an empty signal mask. The new session is also a new process group whose id is
 * the child's, so that one kill reaches all of its descendants that stay in it.
 */
final class PosixSpawn {
  private static final short SET_SIGDEF = 0x04;
  private static final short SET_SIGMASK = 0x08;
  private static final short SET_SID = 0x80;
  // Larger than glibc's and musl's types of these names, which are opaque.
  private static final long OPAQUE_BYTES = 512;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SPAWNP =
      bind("posix_spawnp", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ATTR_INIT = bind("posix_spawnattr_init", ADDRESS);
  private static final MethodHandle ATTR_DESTROY = bind("posix_spawnattr_destroy", ADDRESS);
  private static final MethodHandle ATTR_FLAGS =
      bind("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
  private static final MethodHandle ATTR_SIGDEF =
      bind("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
  private static final MethodHandle ATTR_SIGMASK =
      bind("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
  private static final MethodHandle SIGFILLSET = bind("sigfillset", ADDRESS);
  private static final MethodHandle SIGEMPTYSET = bind("sigemptyset", ADDRESS);
  private static final MethodHandle ACTIONS_INIT = bind("posix_spawn_file_actions_init", ADDRESS);
  private static final MethodHandle ACTIONS_DESTROY =
      bind("posix_spawn_file_actions_destroy", ADDRESS);
  private static final MethodHandle ACTIONS_DUP2 =
      bind("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ACTIONS_CHDIR =
      bind("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
  private static final MethodHandle ACTIONS_CLOSEFROM =
      bind("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);

  private PosixSpawn() {}

  private static MethodHandle bind(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private interface Call {
    int invoke() throws Throwable;
  }

  /** These calls return the error number itself. */
  private static void check(String name, Call call) {
    try {
      int error = call.invoke();
      if (error != 0) {
        throw new PosixException(name, error);
      }
    } catch (PosixException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }

  /**
   * Starts a program.
   *
   * @param command the program, looked up on the PATH, and its arguments
   * @param environment all of the child's environment
   * @param directory the child's working directory
   * @param stdin stdout stderr the descriptors that become 0, 1 and 2
   * @return the child's process id, also its session and process group
   * @throws PosixException ENOENT when there is no such program
   */
  static int spawn(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      int stdin,
      int stdout,
      int stderr) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(OPAQUE_BYTES, 16);
      MemorySegment actions = arena.allocate(OPAQUE_BYTES, 16);
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment arguments = strings(arena, command);
      MemorySegment variables =
          strings(
              arena,
              environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
      MemorySegment workingDirectory = text(arena, directory.toString());
      check("posix_spawnattr_init", () -> (int) ATTR_INIT.invokeExact(attributes));
      check("posix_spawn_file_actions_init", () -> (int) ACTIONS_INIT.invokeExact(actions));
      try {
        setSignals(arena, attributes);
        check("addchdir", () -> (int) ACTIONS_CHDIR.invokeExact(actions, workingDirectory));
        check("adddup2", () -> (int) ACTIONS_DUP2.invokeExact(actions, stdin, 0));
        check("adddup2", () -> (int) ACTIONS_DUP2.invokeExact(actions, stdout, 1));
        check("adddup2", () -> (int) ACTIONS_DUP2.invokeExact(actions, stderr, 2));
        check("addclosefrom", () -> (int) ACTIONS_CLOSEFROM.invokeExact(actions, 3));
        MemorySegment program = arguments.getAtIndex(ADDRESS, 0);
        check(
            "posix_spawnp",
            () ->
                (int) SPAWNP.invokeExact(pid, program, actions, attributes, arguments, variables));
        return pid.get(JAVA_INT, 0);
      } finally {
        check("posix_spawnattr_destroy", () -> (int) ATTR_DESTROY.invokeExact(attributes));
        check("file_actions_destroy", () -> (int) ACTIONS_DESTROY.invokeExact(actions));
      }
    }
  }

  private static void setSignals(Arena arena, MemorySegment attributes) {
    MemorySegment all = arena.allocate(128, 8);
    MemorySegment none = arena.allocate(128, 8);
    check("sigfillset", () -> (int) SIGFILLSET.invokeExact(all));
    check("sigemptyset", () -> (int) SIGEMPTYSET.invokeExact(none));
    check("setsigdefault", () -> (int) ATTR_SIGDEF.invokeExact(attributes, all));
    check("setsigmask", () -> (int) ATTR_SIGMASK.invokeExact(attributes, none));
    short flags = (short) (SET_SIGDEF | SET_SIGMASK | SET_SID);
    check("setflags", () -> (int) ATTR_FLAGS.invokeExact(attributes, flags));
  }

  private static MemorySegment strings(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, text(arena, texts.get(i)));
    }
    return array;
  }

  private static MemorySegment text(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8);
  }
}
