package sockproof.harness.container;

import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import sockproof.harness.process.CapturedOutput;
import sockproof.harness.process.Ending;
import sockproof.harness.process.HostProcess;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.process.SpawnException;

/**
 * A subject in a container that has been waiting for it ({@code docker exec}). Its sockets are in
 * this machine's network namespace, so the relay sees them as those of any process.
 */
final class ContainerSubject implements RunningSubject {
  private static final Duration STARTUP = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(25);
  private static final byte[] END = {};

  /** Docker adds 128 to the number of the signal, as shells do. */
  private static final int SIGNAL_BASE = 128;

  /** Those that kill and that programs die of: ILL, TRAP, ABRT, BUS, FPE, KILL, SEGV, … */
  private static final Set<Integer> DEADLY = Set.of(4, 5, 6, 7, 8, 9, 11, 13, 14, 15, 31);

  private final AnchoredContainer container;
  private final Consumer<Boolean> giveBack;
  private final String exec;
  private final HijackedStream stream;
  private final CapturedOutput stdout = new CapturedOutput();
  private final CapturedOutput stderr = new CapturedOutput();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
  private int pid;
  private boolean killed;
  private boolean frozen;
  private boolean closed;
  private Optional<Ending> ending = Optional.empty();
  private String trouble = "";

  private ContainerSubject(
      AnchoredContainer container, Consumer<Boolean> giveBack, String exec, HijackedStream stream) {
    this.container = container;
    this.giveBack = giveBack;
    this.exec = exec;
    this.stream = stream;
  }

  /**
   * Starts a program and waits until it runs.
   *
   * @param giveBack takes the container when the program has ended; true where another may use it
   * @throws SpawnException with one sentence when it cannot be started
   */
  static ContainerSubject start(
      AnchoredContainer container,
      String image,
      List<String> command,
      Map<String, String> environment,
      Consumer<Boolean> giveBack) {
    try {
      String exec =
          Docker.client()
              .execCreateCmd(container.id())
              .withCmd(command.toArray(String[]::new))
              .withEnv(
                  environment.entrySet().stream()
                      .map(entry -> entry.getKey() + "=" + entry.getValue())
                      .toList())
              .withAttachStdin(true)
              .withAttachStdout(true)
              .withAttachStderr(true)
              .exec()
              .getId();
      HijackedStream stream =
          HijackedStream.open(
              Docker.socket(), "/exec/" + exec + "/start", "{\"Detach\":false,\"Tty\":false}");
      ContainerSubject subject = new ContainerSubject(container, giveBack, exec, stream);
      Thread.ofVirtual().name("container-output").start(subject::readOutput);
      Thread.ofVirtual().name("container-input").start(subject::writeInput);
      subject.awaitStart(image, command.getFirst());
      return subject;
    } catch (IOException | DockerException e) {
      throw SpawnException.docker(
          "`%s` could not be started in `%s`: %s"
              .formatted(command.getFirst(), image, e.getMessage()));
    }
  }

  private void awaitStart(String image, String program) {
    long deadlineNanos = System.nanoTime() + STARTUP.toNanos();
    InspectExecResponse state = state();
    while (pidOf(state) == 0 && state.getExitCodeLong() == null) {
      if (System.nanoTime() > deadlineNanos || Thread.currentThread().isInterrupted()) {
        throw SpawnException.docker(
            "`%s` did not start in `%s` within %d s"
                .formatted(program, image, STARTUP.toSeconds()));
      }
      LockSupport.parkNanos(POLL.toNanos());
      state = state();
    }
    pid = pidOf(state);
    if (pid == 0) {
      throw SpawnException.docker(
          "`%s` could not be started in `%s`: %s".formatted(program, image, whyNot()));
    }
  }

  /** Docker prints why on the program's own standard output. */
  private String whyNot() {
    String said = stdout.text().strip();
    String before = "container process: ";
    int start = said.indexOf(before);
    return (start < 0 ? said : said.substring(start + before.length()))
        .replaceAll(": unknown$", "");
  }

  private InspectExecResponse state() {
    return Docker.client().inspectExecCmd(exec).exec();
  }

  private static int pidOf(InspectExecResponse state) {
    Long pid = state.getPidLong();
    return pid == null ? 0 : Math.toIntExact(pid);
  }

  private void readOutput() {
    try {
      for (HijackedStream.Frame frame = stream.read(); frame != null; frame = stream.read()) {
        (frame.isError() ? stderr : stdout).add(frame.bytes().toArray(), 0, frame.bytes().length());
      }
      InspectExecResponse state = state();
      while (Boolean.TRUE.equals(state.isRunning())) {
        LockSupport.parkNanos(POLL.toNanos());
        state = state();
      }
      finish(state);
    } catch (IOException | DockerException e) {
      broken(String.valueOf(e.getMessage()));
    } finally {
      ended.countDown();
      input.add(END);
    }
  }

  private synchronized void finish(InspectExecResponse state) {
    if (!killed && state.getExitCodeLong() != null) {
      int code = Math.toIntExact(state.getExitCodeLong());
      boolean isSignal = DEADLY.contains(code - SIGNAL_BASE);
      ending =
          Optional.of(
              isSignal ? new Ending.Signalled(code - SIGNAL_BASE) : new Ending.Exited(code));
    }
  }

  private synchronized void broken(String why) {
    if (!killed) {
      trouble = why;
    }
  }

  private void writeInput() {
    try {
      for (byte[] next = input.take(); next.length > 0; next = input.take()) {
        stream.write(next);
      }
      stream.endInput();
    } catch (IOException e) {
      input.clear(); // The program has ended, or closed its input; that is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public OptionalInt pid() {
    return OptionalInt.of(pid);
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(Math.max(timeout.toNanos(), 0), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized Optional<Ending> ending() {
    if (!trouble.isEmpty()) {
      throw SpawnException.docker("Docker lost the program under test: " + trouble);
    }
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

  private boolean isRunning() {
    return ended.getCount() > 0;
  }

  @Override
  public long cpuNanos() {
    return isRunning() ? new HostProcess(pid).cpuNanos() : 0;
  }

  @Override
  public long demandNanos() {
    return isRunning() ? new HostProcess(pid).demandNanos() : 0;
  }

  @Override
  public boolean isRunnable() {
    return isRunning() && new HostProcess(pid).isRunnable();
  }

  @Override
  public long starvedNanos() {
    return isRunning() ? new HostProcess(pid).starvedNanos() : 0;
  }

  @Override
  public int heldSockets() {
    return isRunning() ? new HostProcess(pid).heldSockets() : 0;
  }

  @Override
  public void write(String text) {
    if (!text.isEmpty()) {
      input.add(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void endInput() {
    input.add(END);
  }

  @Override
  public synchronized void freeze() {
    if (isRunning() && !frozen) {
      Docker.client().pauseContainerCmd(container.id()).exec();
      frozen = true;
    }
  }

  @Override
  public synchronized void thaw() {
    if (frozen) {
      frozen = false;
      Docker.client().unpauseContainerCmd(container.id()).exec();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      killed = isRunning();
    }
    giveBack.accept(sweep());
  }

  /** Whether the container is empty and can be used again. */
  private boolean sweep() {
    try (stream) {
      thaw();
      container.sweep();
      ended.await();
      return true;
    } catch (IOException | DockerException e) {
      return false; // The container is ended instead, and with it all that is in it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
