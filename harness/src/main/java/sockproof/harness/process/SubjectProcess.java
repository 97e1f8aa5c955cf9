package sockproof.harness.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sockproof.harness.process.Posix.PosixException;
import sockproof.harness.process.Posix.Wanted;

/**
 * A subject in a process of its own. One thread polls its outputs, its input and its end, so that
 * no output blocks it and its end is seen at once.
 */
public final class SubjectProcess implements RunningSubject {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final int pid;
  private final int pidfd;
  private final int stdinFd;
  private final int stdoutFd;
  private final int stderrFd;
  private final int[] wakePipe;
  private final CapturedOutput stdout = new CapturedOutput();
  private final CapturedOutput stderr = new CapturedOutput();
  private final CountDownLatch collected = new CountDownLatch(1);
  private final ArrayDeque<byte[]> pendingInput = new ArrayDeque<>();
  private boolean endInput;
  private boolean stdinOpen = true;
  private boolean killed;
  private boolean pumping = true;
  private Optional<Ending> ending = Optional.empty();
  private long cpuNanosAtEnd;

  private SubjectProcess(int pid, int stdinFd, int stdoutFd, int stderrFd) {
    this.pid = pid;
    this.stdinFd = stdinFd;
    this.stdoutFd = stdoutFd;
    this.stderrFd = stderrFd;
    this.pidfd = Posix.pidfdOpen(pid);
    this.wakePipe = Posix.pipe();
    Posix.nonBlocking(stdinFd);
    Posix.nonBlocking(stdoutFd);
    Posix.nonBlocking(stderrFd);
    Posix.nonBlocking(wakePipe[0]);
    Posix.nonBlocking(wakePipe[1]);
  }

  /**
   * Starts a program in a session of its own.
   *
   * @param command the program, looked up on the PATH, and its arguments
   * @param environment all of its environment
   * @param directory its working directory
   * @throws SpawnException with one sentence when it cannot be started
   */
  public static SubjectProcess start(
      List<String> command, Map<String, String> environment, Path directory) {
    int[] in = Posix.pipe();
    int[] out = Posix.pipe();
    int[] err = Posix.pipe();
    int pid;
    try {
      pid = PosixSpawn.spawn(command, environment, directory, in[0], out[1], err[1]);
    } catch (PosixException e) {
      closeAll(in[0], in[1], out[0], out[1], err[0], err[1]);
      throw SpawnException.of(command.getFirst(), directory, e.errno());
    }
    closeAll(in[0], out[1], err[1]);
    SubjectProcess process = new SubjectProcess(pid, in[1], out[0], err[0]);
    Thread.ofPlatform().name("subject-" + pid).daemon().start(process::pump);
    return process;
  }

  private static void closeAll(int... fds) {
    for (int fd : fds) {
      Posix.close(fd);
    }
  }

  private void pump() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER_BYTES);
      boolean outOpen = true;
      boolean errOpen = true;
      boolean alive = true;
      while (alive) {
        List<Wanted> wanted = new ArrayList<>();
        wanted.add(new Wanted(pidfd, Posix.POLLIN));
        wanted.add(new Wanted(wakePipe[0], Posix.POLLIN));
        wanted.add(new Wanted(outOpen ? stdoutFd : -1, Posix.POLLIN));
        wanted.add(new Wanted(errOpen ? stderrFd : -1, Posix.POLLIN));
        wanted.add(new Wanted(hasInputToWrite() ? stdinFd : -1, Posix.POLLOUT));
        boolean[] ready = Posix.poll(wanted.toArray(Wanted[]::new), -1);
        alive = !ready[0];
        if (ready[1]) {
          drain(wakePipe[0], buffer, null);
        }
        outOpen = outOpen && (!ready[2] || drain(stdoutFd, buffer, stdout));
        errOpen = errOpen && (!ready[3] || drain(stderrFd, buffer, stderr));
        writeInput();
      }
      // Its group outlives it when it left children behind; the leader is not collected yet, so the
      // group's id cannot belong to anybody else.
      Posix.kill(-pid, Posix.SIGKILL);
      Posix.Waited waited = Posix.waitFor(pid);
      if (outOpen) {
        drain(stdoutFd, buffer, stdout);
      }
      if (errOpen) {
        drain(stderrFd, buffer, stderr);
      }
      finish(waited);
    } finally {
      collected.countDown();
    }
  }

  private synchronized void finish(Posix.Waited waited) {
    pumping = false;
    int signal = waited.status() & 0x7f;
    cpuNanosAtEnd = waited.cpuNanos();
    if (!killed) {
      ending =
          Optional.of(
              signal != 0
                  ? new Ending.Signalled(signal)
                  : new Ending.Exited((waited.status() >> 8) & 0xff));
    }
    if (stdinOpen) {
      stdinOpen = false;
      Posix.close(stdinFd);
    }
    closeAll(stdoutFd, stderrFd, pidfd, wakePipe[0], wakePipe[1]);
  }

  /** Reads until nothing is there; false at the end of the stream. */
  private static boolean drain(int fd, MemorySegment buffer, @Nullable CapturedOutput into) {
    // A subject that prints without end must not keep its own end from being seen.
    for (int round = 0; round < 64; round++) {
      int count = Posix.read(fd, buffer);
      if (count <= 0) {
        return count < 0;
      }
      if (into != null) {
        into.add(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), 0, count);
      }
    }
    return true;
  }

  private synchronized boolean hasInputToWrite() {
    return stdinOpen && (!pendingInput.isEmpty() || endInput);
  }

  private synchronized void writeInput() {
    while (stdinOpen && !pendingInput.isEmpty()) {
      byte[] next = pendingInput.remove();
      int chunk = Math.min(next.length, BUFFER_BYTES);
      try (Arena local = Arena.ofConfined()) {
        MemorySegment bytes = local.allocate(chunk);
        MemorySegment.copy(next, 0, bytes, ValueLayout.JAVA_BYTE, 0, chunk);
        int written = Posix.write(stdinFd, bytes);
        int taken = Math.max(written, 0);
        if (taken < next.length) {
          pendingInput.addFirst(Arrays.copyOfRange(next, taken, next.length));
        }
        if (written < 0) {
          return;
        }
      } catch (PosixException e) {
        // EPIPE: the subject closed its input; that is its right.
        pendingInput.clear();
        endInput = true;
      }
    }
    if (stdinOpen && endInput) {
      stdinOpen = false;
      Posix.close(stdinFd);
    }
  }

  private synchronized void wake() {
    if (pumping) {
      try (Arena arena = Arena.ofConfined()) {
        Posix.write(wakePipe[1], arena.allocate(1));
      }
    }
  }

  @Override
  public OptionalInt pid() {
    return OptionalInt.of(pid);
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return collected.await(Math.max(timeout.toNanos(), 0), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized Optional<Ending> ending() {
    return ending;
  }

  @Override
  public String stdout() {
    return stdout.text();
  }

  @Override
  public String stderr() {
    return stderr.text();
  }

  @Override
  public synchronized long cpuNanos() {
    return pumping ? Posix.cpuNanos(pid) : cpuNanosAtEnd;
  }

  @Override
  public long demandNanos() {
    return Schedstat.ofProcess(pid).demandNanos();
  }

  @Override
  public boolean isRunnable() {
    return Schedstat.isRunnable(pid);
  }

  @Override
  public long starvedNanos() {
    return Schedstat.ofProcess(pid).starvedNanos();
  }

  @Override
  public void write(String text) {
    synchronized (this) {
      pendingInput.add(text.getBytes(StandardCharsets.UTF_8));
    }
    wake();
  }

  @Override
  public void endInput() {
    synchronized (this) {
      endInput = true;
    }
    wake();
  }

  @Override
  public void freeze() {
    signalGroup(Posix.SIGSTOP);
  }

  @Override
  public void thaw() {
    signalGroup(Posix.SIGCONT);
  }

  private synchronized void signalGroup(int signal) {
    if (pumping) {
      Posix.kill(-pid, signal);
    }
  }

  @Override
  public int heldSockets() {
    return SessionSockets.count(pid);
  }

  @Override
  public boolean holdsSocketWithoutConnection() {
    return SessionSockets.anyWithoutConnection(pid);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (pumping) {
        killed = true;
        Posix.kill(-pid, Posix.SIGKILL);
      }
    }
    boolean interrupted = false;
    while (true) {
      try {
        collected.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
