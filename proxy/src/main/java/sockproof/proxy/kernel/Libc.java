package sockproof.proxy.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library that the relay needs, through the foreign-function API. Each returns
 * what the call returns, or the negated {@code errno} where the call gives -1, so that nothing is
 * allocated on the way.
 */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LOOKUP = LINKER.defaultLookup();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Where the linker leaves errno; one a thread, freed when the thread is gone. */
  private static final ThreadLocal<MemorySegment> CAPTURE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private static final FunctionDescriptor INT_PTR_INT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final FunctionDescriptor INT_INT =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);
  private static final FunctionDescriptor INT_PTR_PTR =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final FunctionDescriptor TRANSFER =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final FunctionDescriptor TRANSFER_ADDRESS =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

  private static final MethodHandle SOCKET =
      link("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND = link("bind", INT_PTR_INT);
  private static final MethodHandle CONNECT = link("connect", INT_PTR_INT);
  private static final MethodHandle LISTEN = link("listen", INT_INT);
  private static final MethodHandle ACCEPT4 =
      link("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV = link("recv", TRANSFER);
  private static final MethodHandle SEND = link("send", TRANSFER);
  private static final MethodHandle SENDTO = link("sendto", TRANSFER_ADDRESS);
  private static final MethodHandle RECVMMSG =
      link(
          "recvmmsg",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SENDMMSG =
      link("sendmmsg", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle SHUTDOWN = link("shutdown", INT_INT);
  private static final MethodHandle CLOSE =
      link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle GETSOCKOPT =
      link(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle SETSOCKOPT =
      link(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKNAME = link("getsockname", INT_PTR_PTR);
  private static final MethodHandle GETPEERNAME = link("getpeername", INT_PTR_PTR);
  private static final MethodHandle IOCTL =
      link(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FSTAT =
      link("fstat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle SYSCALL =
      link(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle PRCTL =
      link(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));

  private Libc() {}

  private static MethodHandle link(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LOOKUP.findOrThrow(name), descriptor, all);
  }

  static int socket(int domain, int type, int protocol) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int bind(int fd, MemorySegment address, int length) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) BIND.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int connect(int fd, MemorySegment address, int length) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) CONNECT.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int listen(int fd, int backlog) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) LISTEN.invokeExact(state, fd, backlog), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int accept4(int fd, MemorySegment address, MemorySegment length, int flags) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) ACCEPT4.invokeExact(state, fd, address, length, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int recv(int fd, MemorySegment buffer, long size, int flags) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((long) RECV.invokeExact(state, fd, buffer, size, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int send(int fd, MemorySegment buffer, long size, int flags) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((long) SEND.invokeExact(state, fd, buffer, size, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int sendto(
      int fd, MemorySegment buffer, long size, int flags, MemorySegment address, int length) {
    MemorySegment state = CAPTURE.get();
    try {
      return result(
          (long) SENDTO.invokeExact(state, fd, buffer, size, flags, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int recvmmsg(int fd, MemorySegment headers, int count, int flags) {
    MemorySegment state = CAPTURE.get();
    try {
      return result(
          (int) RECVMMSG.invokeExact(state, fd, headers, count, flags, MemorySegment.NULL), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int sendmmsg(int fd, MemorySegment headers, int count, int flags) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) SENDMMSG.invokeExact(state, fd, headers, count, flags), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int shutdown(int fd, int how) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) SHUTDOWN.invokeExact(state, fd, how), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int close(int fd) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment length) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int setsockopt(int fd, int level, int option, MemorySegment value, int length) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int getsockname(int fd, MemorySegment address, MemorySegment length) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) GETSOCKNAME.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int getpeername(int fd, MemorySegment address, MemorySegment length) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) GETPEERNAME.invokeExact(state, fd, address, length), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int ioctl(int fd, long request, MemorySegment argument) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) IOCTL.invokeExact(state, fd, request, argument), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int fstat(int fd, MemorySegment stat) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) FSTAT.invokeExact(state, fd, stat), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int syscall(long number, long first, long second, long third) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((long) SYSCALL.invokeExact(state, number, first, second, third), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static int prctl(int option, long argument) {
    MemorySegment state = CAPTURE.get();
    try {
      return result((int) PRCTL.invokeExact(state, option, argument), state);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static int result(long returned, MemorySegment state) {
    return returned >= 0 ? (int) returned : -(int) ERRNO.get(state, 0L);
  }

  private static AssertionError impossible(Throwable cause) {
    return new AssertionError("a downcall threw", cause);
  }
}
