package sockproof.reference.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The socket calls of Linux that the JDK has no class for. A failed call throws {@link
 * ErrnoException}; one that was interrupted by a signal is made again.
 */
final class LinuxSocketCalls {
  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOENT = 2;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENOBUFS = 105;
  static final int ECONNREFUSED = 111;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;
  private static final int SOCK_DGRAM = 2;
  private static final int NONBLOCK = 0x800;
  private static final int CLOEXEC = 0x80000;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private static final MethodHandle SOCKET = bind("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = bind("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT =
      bind("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      bind("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SETSOCKOPT =
      bind("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMSG =
      bind("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECVMSG =
      bind("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle POLL = bind("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle EVENTFD = bind("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle WRITE = bind("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = bind("close", JAVA_INT, JAVA_INT);

  private LinuxSocketCalls() {}

  /** A call that failed, with its errno. */
  static final class ErrnoException extends IOException {
    private final int errno;

    ErrnoException(String call, int errno) {
      super(describe(errno) + " (" + call + ")");
      this.errno = errno;
    }

    int errno() {
      return errno;
    }
  }

  private interface Call {
    long invoke(MemorySegment state) throws Throwable;
  }

  private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  private static long check(String name, Call call) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      while (true) {
        long result = call.invoke(state);
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != EINTR) {
          throw new ErrnoException(name, errno);
        }
      }
    } catch (ErrnoException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(name, e);
    }
  }

  private static String describe(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(Long.MAX_VALUE).getString(0);
    } catch (Throwable e) {
      throw new AssertionError("strerror", e);
    }
  }

  /** A non-blocking datagram socket of the family. */
  static int datagramSocket(int family) throws ErrnoException {
    return socket(family, SOCK_DGRAM | NONBLOCK | CLOEXEC, 0);
  }

  static int socket(int family, int type, int protocol) throws ErrnoException {
    return (int) check("socket", state -> (int) SOCKET.invokeExact(state, family, type, protocol));
  }

  static void bind(int fd, MemorySegment address) throws ErrnoException {
    int size = (int) address.byteSize();
    check("bind", state -> (int) BIND.invokeExact(state, fd, address, size));
  }

  static void connect(int fd, MemorySegment address) throws ErrnoException {
    int size = (int) address.byteSize();
    check("connect", state -> (int) CONNECT.invokeExact(state, fd, address, size));
  }

  /** Fills the segment with the socket's own address and returns the part that is used. */
  static MemorySegment localAddress(int fd, MemorySegment into) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocateFrom(JAVA_INT, (int) into.byteSize());
      check("getsockname", state -> (int) GETSOCKNAME.invokeExact(state, fd, into, size));
      return into.asSlice(0, Math.min(size.get(JAVA_INT, 0), into.byteSize()));
    }
  }

  static void setOption(int fd, int level, int option, int value) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(JAVA_INT, value);
      int size = (int) segment.byteSize();
      check(
          "setsockopt",
          state -> (int) SETSOCKOPT.invokeExact(state, fd, level, option, segment, size));
    }
  }

  static long sendMessage(int fd, MemorySegment header) throws ErrnoException {
    return check("sendmsg", state -> (long) SENDMSG.invokeExact(state, fd, header, 0));
  }

  static long receiveMessage(int fd, MemorySegment header) throws ErrnoException {
    return check("recvmsg", state -> (long) RECVMSG.invokeExact(state, fd, header, 0));
  }

  /** A descriptor that {@link #signal} makes readable. */
  static int eventDescriptor() throws ErrnoException {
    return (int) check("eventfd", state -> (int) EVENTFD.invokeExact(state, 0, NONBLOCK | CLOEXEC));
  }

  static void signal(int eventFd) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
      long size = one.byteSize();
      check("write", state -> (long) WRITE.invokeExact(state, eventFd, one, size));
    }
  }

  /** Waits until the socket has one of the events or the event descriptor was signalled. */
  static void poll(int fd, short events, int eventFd, int timeoutMillis) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment fds = arena.allocate(16, 4);
      fds.set(JAVA_INT, 0, fd);
      fds.set(JAVA_SHORT, 4, events);
      fds.set(JAVA_INT, 8, eventFd);
      fds.set(JAVA_SHORT, 12, POLLIN);
      check("poll", state -> (int) POLL.invokeExact(state, fds, 2L, timeoutMillis));
    }
  }

  static void close(int fd) throws ErrnoException {
    check("close", state -> (int) CLOSE.invokeExact(state, fd));
  }
}
