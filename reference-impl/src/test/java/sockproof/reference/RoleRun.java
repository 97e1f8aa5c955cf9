package sockproof.reference;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** A role that runs in this JVM, as a harness would run it. Closing it interrupts and awaits it. */
public final class RoleRun implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final BlockingQueue<Exit> exits = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final Thread main;
  private @Nullable Exit exit;

  private RoleRun(InputStream in, List<String> args) {
    ThreadFactory factory =
        work -> {
          Thread thread = Thread.ofPlatform().daemon().name("role-", 0).unstarted(work);
          threads.add(thread);
          return thread;
        };
    main =
        factory.newThread(
            () ->
                exits.add(
                    ReferenceMain.run(
                        args,
                        in,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        factory)));
    main.start();
  }

  /** Starts a role with nothing on its standard input. */
  public static RoleRun start(String... args) {
    return new RoleRun(InputStream.nullInputStream(), List.of(args));
  }

  /** Starts a role with a text on its standard input. */
  public static RoleRun startWithInput(String input, String... args) {
    return new RoleRun(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), List.of(args));
  }

  /** Starts a role with a stream as its standard input. */
  public static RoleRun startWithStream(InputStream input, String... args) {
    return new RoleRun(input, List.of(args));
  }

  /** Waits until a server says where it listens. */
  public InetSocketAddress listening() {
    String prefix = "Listening at ";
    String shown = awaitOut(prefix).lines().findFirst().orElseThrow().substring(prefix.length());
    int colon = shown.lastIndexOf(':');
    String host = shown.substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(shown.substring(colon + 1));
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  /** Waits until the text stands in the output, and gives all of it. */
  public String awaitOut(String text) {
    waiting(text).until(() -> out().contains(text));
    return out();
  }

  /** Waits until the text stands among the errors, and gives all of them. */
  public String awaitErr(String text) {
    waiting(text).until(() -> err().contains(text));
    return err();
  }

  private static ConditionFactory waiting(String what) {
    return Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(LIMIT);
  }

  /** Waits for the end. */
  public Exit exit() throws InterruptedException {
    if (exit == null) {
      exit = exits.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
    if (exit == null) {
      throw new AssertionError("still running; out: " + out() + " err: " + err());
    }
    return exit;
  }

  /** Whether it ends within the time. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    if (exit == null) {
      exit = exits.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    }
    return exit != null;
  }

  /** What it has printed. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What it has printed as errors and notes. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Every thread of the run. */
  public List<Thread> threads() {
    return List.copyOf(threads);
  }

  /** Whether every thread that runs code of a class, given by its simple name, waits in poll. */
  public boolean onlyPollsIn(String simpleClass) {
    return threads.stream()
        .map(Thread::getStackTrace)
        .filter(stack -> contains(stack, simpleClass))
        .allMatch(stack -> contains(stack, "Readiness"));
  }

  private static boolean contains(StackTraceElement[] stack, String simpleClass) {
    return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().endsWith("." + simpleClass));
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      exit();
      for (Thread thread : threads) {
        if (!thread.join(LIMIT)) {
          throw new AssertionError(thread + " outlived its run");
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
