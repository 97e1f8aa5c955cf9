package sockproof.proxy.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import sockproof.proxy.capture.draw.Drawer;
import sockproof.proxy.capture.draw.Film;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.trace.TraceSink;

/**
 * A capture of running relays in a pcapng file. A thread of its own draws and writes; the relays
 * only hand over what they have anyway, and never wait. What does not fit into the bounded queue
 * between them is left out and counted. When the file cannot be written any more the capture ends,
 * and the relays go on. Safe for use by many threads.
 */
public final class Capture implements AutoCloseable {
  /** How much may wait to be written, in bytes. */
  private static final long MAX_WAITING_BYTES = 32 << 20;

  private static final long CLOSE_LIMIT_MILLIS = 10_000;
  private static final long IDLE_NANOS = Film.OPEN_NANOS / 5;

  /** What one event does to the drawing, and what it costs to keep until then. */
  record Task(Runnable action, long costBytes) {}

  private final String name;
  private final CaptureFile file;
  private final long maxWaitingBytes;
  private final Consumer<String> messages;
  private final BlockingQueue<Task> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong leftOut = new AtomicLong();
  private final Film film;
  private final Thread writer;
  private volatile boolean stopped;
  private boolean ended;

  /**
   * Begins a capture.
   *
   * @param path the file, which is made or emptied
   * @param application who writes it, for the file
   * @param messages takes a sentence for the user, from any thread
   * @throws IOException if the file cannot be written
   */
  public static Capture begin(Path path, String application, Consumer<String> messages)
      throws IOException {
    CaptureFile file = CaptureFile.create(path);
    return new Capture(path.toString(), file, application, messages, MAX_WAITING_BYTES);
  }

  Capture(
      String name,
      CaptureFile file,
      String application,
      Consumer<String> messages,
      long maxWaitingBytes) {
    this.name = name;
    this.maxWaitingBytes = maxWaitingBytes;
    this.file = file;
    this.messages = messages;
    this.film = new Film(application, this::write);
    this.writer = Thread.ofPlatform().daemon().name("capture").start(this::run);
  }

  /**
   * What draws a relay.
   *
   * @param relay its name, for the two interfaces
   */
  public TraceSink of(String relay) {
    return new CaptureSink(this, new Drawer(relay, film));
  }

  /** True when nothing more is taken. */
  boolean isStopped() {
    return stopped;
  }

  /**
   * Takes a task unless too much is waiting.
   *
   * @param isNeeded true for what the rest cannot be drawn without, which has more room
   * @return false when it was not taken
   */
  boolean offer(Task task, boolean isNeeded) {
    long limitBytes = isNeeded ? 2 * maxWaitingBytes : maxWaitingBytes;
    if (waitingBytes.get() + task.costBytes() > limitBytes) {
      return false;
    }
    waitingBytes.addAndGet(task.costBytes());
    return waiting.add(task);
  }

  /** How much waits to be drawn. */
  long waitingBytes() {
    return waitingBytes.get();
  }

  /** Packets are left out. */
  void leaveOut(long packets) {
    if (leftOut.getAndAdd(packets) == 0) {
      messages.accept(
          "capture " + name + ": writing cannot keep up, packets are left out and counted");
    }
  }

  private void run() {
    try (file) {
      while (!ended) {
        Task task = film.isIdle() ? waiting.take() : waiting.poll(IDLE_NANOS, TimeUnit.NANOSECONDS);
        film.advance(System.nanoTime());
        if (task == null) {
          file.flush();
        } else {
          waitingBytes.addAndGet(-task.costBytes());
          task.action().run();
        }
      }
      film.finish();
    } catch (IOException e) {
      fail(reason(e));
    } catch (UncheckedIOException e) {
      fail(reason(Objects.requireNonNull(e.getCause())));
    } catch (InterruptedException e) {
      fail("it was interrupted");
    } catch (RuntimeException e) {
      fail("internal error: " + e);
    } finally {
      stopped = true;
      waiting.clear();
      waitingBytes.set(0);
    }
  }

  private void write(Bytes block) {
    try {
      file.write(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fail(String why) {
    stopped = true;
    messages.accept("capture " + name + ": " + why + "; the capture ends here, traffic goes on");
  }

  private static String reason(IOException why) {
    if (why instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return String.valueOf(why.getMessage());
  }

  /** Writes what is waiting, and the statistics. A second call does nothing. */
  @Override
  public void close() {
    waiting.add(new Task(() -> ended = true, 0));
    try {
      writer.join(CLOSE_LIMIT_MILLIS);
      if (writer.isAlive()) {
        messages.accept("capture " + name + ": the rest could not be written in time");
      } else if (leftOut.get() > 0) {
        messages.accept("capture " + name + ": " + leftOut.get() + " packets are left out");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
