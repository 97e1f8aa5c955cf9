package sockproof.harness.debug;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.subject.SubjectLauncher;
import sockproof.harness.subject.Workspace;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.HoldException;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.SockDiag;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.relay.HeldConnection;
import sockproof.proxy.relay.HoldDesk;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.TraceSink;

/**
 * A debugging session, whatever shows it: starts what is debugged, carries out the user's commands
 * and follows what happens. Safe for use by many threads.
 */
public final class DebugSession implements AutoCloseable {
  /** How often receivers and the program's output are looked at. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(40);

  private final DebugTarget target;
  private final Workspace workspace;
  private final SubjectLauncher launcher;
  private final List<Direction> passing;
  private final Changes changes = new Changes();
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("receivers").unstarted(task));
  private final Watch watch = new Watch();
  private volatile Life life = new Life();

  /**
   * A session that has not begun.
   *
   * @param passing the directions in which nothing is held until the user says so
   */
  public DebugSession(DebugTarget target, Workspace workspace, List<Direction> passing) {
    this.target = target;
    this.workspace = workspace;
    this.launcher = new SubjectLauncher(workspace);
    this.passing = List.copyOf(passing);
    ScheduledFuture<?> _ =
        watcher.scheduleWithFixedDelay(watch, 0, LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** From one start to the next. */
  final class Life implements HoldDesk, TraceSink {
    private final Map<Integer, HeldState> connections = new ConcurrentSkipListMap<>();
    private final DebugLog log = new DebugLog();
    private volatile @Nullable Stage stage;
    private volatile String failure = "";

    @Override
    public void opened(HeldConnection connection) {
      connections.put(connection.number(), new HeldState(connection, target.medium()));
      for (Direction direction : passing) {
        var _ = connection.apply(direction, new HoldCommand.Hold(false));
      }
      changes.happened();
    }

    @Override
    public void changed(HeldConnection connection) {
      changes.happened();
    }

    @Override
    public void closed(HeldConnection connection) {
      HeldState state = connections.get(connection.number());
      if (state != null) {
        state.closed();
      }
      changes.happened();
    }

    @Override
    public void record(TraceEvent event) {
      HeldState state = connections.get(event.connection());
      if (state != null && event.direction() != null) {
        switch (event.kind()) {
          case DELIVERED, FORGED -> state.delivered(event.direction(), event.bytes().length());
          default -> {
            // Nothing reaches a receiver.
          }
        }
      }
      log.add(DebugLog.Who.RELAY, event.connection(), Wire.of(event));
      changes.happened();
    }

    Map<Integer, HeldState> connections() {
      return connections;
    }

    DebugLog log() {
      return log;
    }

    String failure() {
      return failure;
    }

    Optional<Stage> stage() {
      return Optional.ofNullable(stage);
    }

    Optional<RunningSubject> subject() {
      return stage().flatMap(Stage::subject);
    }
  }

  /** Looks at receivers and at the program's output, and says so when something has changed. */
  private final class Watch implements Runnable {
    private @Nullable SockDiag diag;
    private boolean blind;
    private String shown = "";

    @Override
    public void run() {
      Life current = life;
      boolean changed = false;
      SockDiag asking = diag();
      if (asking != null) {
        for (HeldState state : current.connections.values()) {
          changed |= state.lookAgain(asking);
        }
      }
      String now = current.subject().map(Watch::summary).orElse("");
      changed |= !now.equals(shown);
      shown = now;
      if (changed) {
        changes.happened();
      }
    }

    private static String summary(RunningSubject subject) {
      return subject.ending() + "/" + subject.stdout() + "/" + subject.stderr();
    }

    private @Nullable SockDiag diag() {
      if (diag == null && !blind) {
        try {
          diag = new SockDiag();
        } catch (KernelException e) {
          blind = true; // receivers are shown as not known
        }
      }
      return diag;
    }
  }

  /** Starts what is debugged, unless that has been done. */
  public synchronized void begin() throws InterruptedException {
    if (life.stage == null && life.failure.isEmpty() && !changes.isClosed()) {
      start(life);
    }
  }

  /** Ends all connections and the program, forgets what was done, and starts anew. */
  public synchronized void startAgain() throws InterruptedException, IOException {
    if (changes.isClosed()) {
      return;
    }
    Life over = life;
    Life next = new Life();
    life = next;
    Stage stage = over.stage;
    if (stage != null) {
      stage.close();
    }
    start(next);
  }

  private void start(Life beginning) throws InterruptedException {
    try {
      beginning.stage = Stage.start(target, workspace, launcher, beginning, beginning);
    } catch (DebugException e) {
      beginning.failure = String.valueOf(e.getMessage());
      throw e;
    } finally {
      changes.happened();
    }
  }

  /**
   * Does something by hand.
   *
   * @param connection the connection's number
   * @throws DebugException with one sentence when it cannot be done
   */
  public void apply(int connection, Direction direction, HoldCommand command) {
    Life current = life;
    HeldState state = current.connections.get(connection);
    if (state == null) {
      throw new DebugException("there is no connection " + connection);
    }
    try {
      state.connection().apply(direction, command).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof HoldException refused) {
        throw new DebugException(String.valueOf(refused.getMessage()), refused);
      }
      throw e;
    }
    String words = Wire.of(direction, command);
    if (!words.isEmpty()) {
      current.log.add(DebugLog.Who.YOU, connection, words);
    }
    changes.happened();
  }

  /**
   * Saves what was done since the last start as a scenario file.
   *
   * @return the line that repeats it
   * @throws DebugException with one sentence where that cannot be done
   */
  public String save(SessionSaver.Wish wish) {
    Life current = life;
    String line = SessionSaver.save(target, current.connections.values(), wish);
    current.log.add(DebugLog.Who.YOU, 0, "saved; repeat it with: " + line);
    changes.happened();
    return line;
  }

  /** What is debugged. */
  public DebugTarget target() {
    return target;
  }

  /** Where clients come in; nothing before {@link #begin}. */
  public Optional<Endpoint> listenEndpoint() {
    return life.stage().map(stage -> stage.relay().listenEndpoint());
  }

  /** What runs now. */
  Life life() {
    return life;
  }

  /** Tells when something has changed. */
  Changes changes() {
    return changes;
  }

  /** Ends all of it. */
  @Override
  public synchronized void close() throws IOException {
    changes.close();
    watcher.shutdownNow();
    Stage stage = life.stage;
    if (stage != null) {
      stage.close();
    }
  }
}
