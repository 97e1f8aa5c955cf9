package sockproof.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamConnection;
import sockproof.proxy.core.StreamPort;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.Units;
import sockproof.proxy.trace.History;

/**
 * A stream connection told as a transcript: given a plan, on each event, expect exactly these calls
 * of the port. The server speaks; the client is the receiver, unless {@link #clientSpeaks} is said.
 *
 * <p>Calls read {@code send "abc"}, {@code await read}, {@code fin}, {@code reset}, {@code pause}
 * and {@code resume}, for the direction in which the playbook speaks; those for the other direction
 * begin with {@code other:}.
 */
public final class StreamPlaybook {
  private final Plan plan;
  private final Framing framing;
  private long seed = 1;
  private int connectionNumber = 1;
  private Direction direction = Direction.TO_CLIENT;
  private OptionalLong nowNanos = OptionalLong.empty();
  private final List<String> calls = new ArrayList<>();
  private final History history = new History();
  private StreamConnection connection;

  private StreamPlaybook(Plan plan, Framing framing) {
    this.plan = plan;
    this.framing = framing;
    this.connection = newConnection();
  }

  /** Starts with a plan in YAML, for a TCP stream of no known framing. */
  public static StreamPlaybook given(String faults) {
    return given(faults, "none");
  }

  /** Starts with a plan in YAML, for a TCP stream with a framing. */
  public static StreamPlaybook given(String faults, String framing) {
    Framing parsed = Framing.parse(framing);
    return new StreamPlaybook(PlanReader.parse(faults, "test", Medium.TCP, parsed), parsed);
  }

  public StreamPlaybook seed(long value) {
    seed = value;
    return restart();
  }

  public StreamPlaybook connection(int number) {
    connectionNumber = number;
    return restart();
  }

  /** From here on the client speaks and the server is the receiver. */
  public StreamPlaybook clientSpeaks() {
    direction = Direction.TO_SERVER;
    return this;
  }

  /** From here on the server speaks and the client is the receiver. */
  public StreamPlaybook serverSpeaks() {
    direction = Direction.TO_CLIENT;
    return this;
  }

  public StreamPlaybook arrived(String text) {
    return arrived(Bytes.utf8(text));
  }

  public StreamPlaybook arrived(Bytes bytes) {
    open();
    connection.arrived(direction, bytes, now());
    return this;
  }

  public StreamPlaybook fin() {
    open();
    connection.fin(direction, now());
    return this;
  }

  public StreamPlaybook reset() {
    open();
    connection.reset(direction, now());
    return this;
  }

  /** From here on the plan is another one. */
  public StreamPlaybook replan(String faults) {
    open();
    connection.reconfigure(PlanReader.parse(faults, "test", Medium.TCP, framing), now());
    return this;
  }

  /** Likewise. */
  public StreamPlaybook replan(Plan other) {
    open();
    connection.reconfigure(other, now());
    return this;
  }

  /** The receiver has read everything. */
  public StreamPlaybook read() {
    open();
    connection.readByPeer(direction, now());
    return this;
  }

  /** Lets time pass; timers fire at their own times. */
  public StreamPlaybook after(String duration) {
    open();
    long target = now() + Units.parseDurationNanos(duration).orElseThrow();
    for (OptionalLong next = connection.nextWakeNanos();
        next.isPresent() && next.getAsLong() <= target;
        next = connection.nextWakeNanos()) {
      connection.advance(Math.max(now(), next.getAsLong()));
      nowNanos = OptionalLong.of(Math.max(now(), next.getAsLong()));
    }
    nowNanos = OptionalLong.of(target);
    return this;
  }

  /** Opens the connection, if no event has done so yet. */
  public StreamPlaybook open() {
    if (nowNanos.isEmpty()) {
      nowNanos = OptionalLong.of(0);
      connection.opened(0);
    }
    return this;
  }

  /** Exactly these calls came since the last expectation. */
  public StreamPlaybook expect(String... expected) {
    assertEquals(List.of(expected), calls, () -> "history:\n" + history);
    calls.clear();
    return this;
  }

  /** The calls since the last expectation, which are then forgotten. */
  public List<String> takeCalls() {
    List<String> taken = List.copyOf(calls);
    calls.clear();
    return taken;
  }

  /** Everything that happened. */
  public History history() {
    return history;
  }

  public boolean isFinished() {
    return connection.isFinished();
  }

  private StreamPlaybook restart() {
    connection = newConnection();
    return this;
  }

  private StreamConnection newConnection() {
    return new StreamConnection(
        plan, framing, seed, connectionNumber, new RecordingPort(), history);
  }

  private long now() {
    return nowNanos.orElse(0);
  }

  private final class RecordingPort implements StreamPort {
    @Override
    public void send(Direction to, Bytes bytes) {
      call(to, "send " + bytes);
    }

    @Override
    public void awaitRead(Direction to) {
      call(to, "await read");
    }

    @Override
    public void close(Direction to, StreamAction.Close.How how) {
      call(to, how == StreamAction.Close.How.FIN ? "fin" : "reset");
    }

    @Override
    public void pauseReading(Direction to) {
      call(to, "pause");
    }

    @Override
    public void resumeReading(Direction to) {
      call(to, "resume");
    }

    private void call(Direction to, String what) {
      calls.add(to == direction ? what : "other: " + what);
    }
  }
}
