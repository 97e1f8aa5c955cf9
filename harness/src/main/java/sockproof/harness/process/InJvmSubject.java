package sockproof.harness.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sockproof.reference.Exit;
import sockproof.reference.ReferenceMain;

/**
 * A reference role (or a mutant of one) in threads of this JVM: the same code as {@code sockproof
 * reference}, without the price of a process. Its threads are counted, so that CPU time is known
 * and the end is the end of all of them.
 */
public final class InJvmSubject implements RunningSubject {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** Its threads are found in the kernel's lists by this name, of which 15 characters are kept. */
  private final String threadName = "role-" + NUMBERS.incrementAndGet();

  private final CapturedOutput stdout = new CapturedOutput();
  private final CapturedOutput stderr = new CapturedOutput();
  private final FedInput input = new FedInput();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private long cpuNanosOfEnded;
  private boolean killed;
  private Optional<Ending> ending = Optional.empty();

  private InJvmSubject() {}

  /**
   * Starts a role.
   *
   * @param arguments as after {@code sockproof reference}
   */
  public static InJvmSubject start(List<String> arguments) {
    InJvmSubject subject = new InJvmSubject();
    subject.newThread(() -> subject.runRole(arguments)).start();
    return subject;
  }

  private void runRole(List<String> arguments) {
    Ending result = new Ending.Exited(70);
    try (PrintStream out = printer(stdout);
        PrintStream err = printer(stderr)) {
      Exit exit = ReferenceMain.run(arguments, input, out, err, this::newThread);
      result =
          switch (exit) {
            case Exit.Status(int status) -> new Ending.Exited(status);
            case Exit.Signal(int signal) -> new Ending.Signalled(signal);
          };
    } finally {
      synchronized (this) {
        if (!killed) {
          ending = Optional.of(result);
        }
      }
      ended.countDown();
    }
  }

  private static PrintStream printer(CapturedOutput into) {
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int value) {
            into.add(new byte[] {(byte) value}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            into.add(bytes, offset, length);
          }
        };
    return new PrintStream(sink, true, StandardCharsets.UTF_8);
  }

  private Thread newThread(Runnable task) {
    Runnable counted =
        () -> {
          try {
            task.run();
          } finally {
            leave(Thread.currentThread());
          }
        };
    Thread thread = Thread.ofPlatform().name(threadName).daemon().unstarted(counted);
    synchronized (this) {
      threads.add(thread);
      if (killed) {
        thread.interrupt();
      }
    }
    return thread;
  }

  private synchronized void leave(Thread thread) {
    cpuNanosOfEnded += THREADS.getCurrentThreadCpuTime();
    threads.remove(thread);
  }

  @Override
  public OptionalInt pid() {
    return OptionalInt.empty();
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(Math.max(timeout.toNanos(), 0), TimeUnit.NANOSECONDS);
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
    long sum = cpuNanosOfEnded;
    for (Thread thread : threads) {
      sum += Math.max(THREADS.getThreadCpuTime(thread.threadId()), 0);
    }
    return sum;
  }

  @Override
  public long demandNanos() {
    return Schedstat.ofOwnThreads(name -> name.equals(threadName)).demandNanos();
  }

  @Override
  public boolean isRunnable() {
    return Schedstat.areOwnThreadsRunnable(name -> name.equals(threadName));
  }

  @Override
  public long starvedNanos() {
    return Schedstat.ofOwnThreads(name -> name.equals(threadName)).starvedNanos();
  }

  @Override
  public void write(String text) {
    input.add(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void endInput() {
    input.end();
  }

  @Override
  public void close() {
    List<Thread> left;
    synchronized (this) {
      killed = killed || ending.isEmpty();
      left = List.copyOf(threads);
    }
    input.end();
    left.forEach(Thread::interrupt);
    boolean interrupted = false;
    long deadlineNanos = System.nanoTime() + GRACE.toNanos();
    for (Thread thread : left) {
      try {
        thread.join(Duration.ofNanos(Math.max(deadlineNanos - System.nanoTime(), 1)));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Standard input that is fed while the role runs. */
  private static final class FedInput extends InputStream {
    private final List<byte[]> pieces = new ArrayList<>();
    private int offset;
    private boolean ended;

    synchronized void add(byte[] piece) {
      if (piece.length > 0) {
        pieces.add(piece);
        notifyAll();
      }
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] into, int at, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (pieces.isEmpty()) {
        if (ended) {
          return -1;
        }
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new java.io.InterruptedIOException("interrupted while waiting for input");
        }
      }
      byte[] first = pieces.getFirst();
      int count = Math.min(length, first.length - offset);
      System.arraycopy(first, offset, into, at, count);
      offset += count;
      if (offset == first.length) {
        pieces.removeFirst();
        offset = 0;
      }
      return count;
    }

    @Override
    public synchronized int available() {
      return pieces.isEmpty() ? 0 : pieces.getFirst().length - offset;
    }
  }
}
