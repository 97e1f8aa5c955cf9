package sockproof.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramPort;
import sockproof.proxy.core.DatagramSession;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.IpFragment;
import sockproof.proxy.core.Medium;
import sockproof.proxy.plan.Capability;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.plan.Units;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.trace.History;

/**
 * A datagram session told as a transcript, as {@link StreamPlaybook} does for streams. The server
 * speaks, unless {@link #clientSpeaks} is said. Calls read {@code send "abc"}, {@code send "abc"
 * from another port}, {@code send "abc" as 0+16 16+8} (IP fragments: offset and length) and {@code
 * unreachable "abc"}.
 */
public final class DatagramPlaybook {
  private final Plan plan;
  private long seed = 1;
  private int sessionNumber = 1;
  private Direction direction = Direction.TO_CLIENT;
  private OptionalLong nowNanos = OptionalLong.empty();
  private final List<String> calls = new ArrayList<>();
  private final History history = new History();
  private DatagramSession session;

  private DatagramPlaybook(Plan plan) {
    this.plan = plan;
    this.session = newSession();
  }

  /** Starts with a plan in YAML, for UDP and an edge that can do everything. */
  public static DatagramPlaybook given(String faults) {
    YamlNode list = YamlNode.parse(faults, "test");
    return new DatagramPlaybook(
        PlanReader.read(list, Medium.UDP, new Framing.None(), EnumSet.allOf(Capability.class)));
  }

  public DatagramPlaybook seed(long value) {
    seed = value;
    session = newSession();
    return this;
  }

  public DatagramPlaybook session(int number) {
    sessionNumber = number;
    session = newSession();
    return this;
  }

  /** From here on the client speaks and the server is the receiver. */
  public DatagramPlaybook clientSpeaks() {
    direction = Direction.TO_SERVER;
    return this;
  }

  /** From here on the server speaks and the client is the receiver. */
  public DatagramPlaybook serverSpeaks() {
    direction = Direction.TO_CLIENT;
    return this;
  }

  public DatagramPlaybook arrived(String text) {
    return arrived(Bytes.utf8(text));
  }

  public DatagramPlaybook arrived(Bytes payload) {
    open();
    session.arrived(direction, payload, now());
    return this;
  }

  /** Lets time pass; timers fire at their own times. */
  public DatagramPlaybook after(String duration) {
    open();
    long target = now() + Units.parseDurationNanos(duration).orElseThrow();
    for (OptionalLong next = session.nextWakeNanos();
        next.isPresent() && next.getAsLong() <= target;
        next = session.nextWakeNanos()) {
      nowNanos = OptionalLong.of(Math.max(now(), next.getAsLong()));
      session.advance(now());
    }
    nowNanos = OptionalLong.of(target);
    return this;
  }

  /** Exactly these calls came since the last expectation. */
  public DatagramPlaybook expect(String... expected) {
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

  public double nowMillis() {
    return now() / 1e6;
  }

  public History history() {
    return history;
  }

  private void open() {
    if (nowNanos.isEmpty()) {
      nowNanos = OptionalLong.of(0);
      session.opened(0);
    }
  }

  private long now() {
    return nowNanos.orElse(0);
  }

  private DatagramSession newSession() {
    return new DatagramSession(plan, seed, sessionNumber, new RecordingPort(), history);
  }

  private final class RecordingPort implements DatagramPort {
    @Override
    public void send(Direction to, Datagram datagram) {
      StringBuilder call = new StringBuilder("send " + datagram.payload());
      if (!datagram.source().equals(Datagram.GENUINE)) {
        call.append(" from ").append(datagram.source().describe());
      }
      String separator = " as ";
      for (IpFragment fragment : datagram.fragments()) {
        call.append(separator).append(fragment.offsetBytes()).append('+');
        call.append(fragment.lengthBytes()).append(fragment.more() ? "" : ".");
        separator = " ";
      }
      call(to, call.toString());
    }

    @Override
    public void unreachable(Direction to, Datagram datagram) {
      call(to, "unreachable " + datagram.payload());
    }

    private void call(Direction to, String what) {
      calls.add(to == direction ? what : "other: " + what);
    }
  }
}
