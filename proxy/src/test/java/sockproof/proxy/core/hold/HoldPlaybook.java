package sockproof.proxy.core.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamConnection;
import sockproof.proxy.core.StreamPort;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.History;

/** A held connection told as a transcript: the server speaks, the client is the receiver. */
final class HoldPlaybook implements StreamPort {
  private static final Direction TO_CLIENT = Direction.TO_CLIENT;

  private final StreamConnection connection;
  private final List<String> calls = new ArrayList<>();
  final History history = new History();

  HoldPlaybook(String framing) {
    Framing known =
        switch (framing) {
          case "none" -> new Framing.None();
          case "line" -> new Framing.Line();
          case "length-prefix" -> new Framing.LengthPrefix();
          default -> new Framing.Fixed(Integer.parseInt(framing));
        };
    connection = new StreamConnection(Plan.empty(), known, 1, 1, this, history, true);
    connection.opened(0);
  }

  HoldPlaybook arrived(String text) {
    connection.arrived(TO_CLIENT, Bytes.utf8(text), 0);
    return this;
  }

  HoldPlaybook fin() {
    connection.fin(TO_CLIENT, 0);
    return this;
  }

  HoldPlaybook reset() {
    connection.reset(TO_CLIENT, 0);
    return this;
  }

  HoldPlaybook clientResets() {
    connection.reset(TO_CLIENT.opposite(), 0);
    return this;
  }

  HoldPlaybook read() {
    connection.readByPeer(TO_CLIENT, 0);
    return this;
  }

  HoldPlaybook does(HoldCommand command) {
    connection.apply(TO_CLIENT, command, 0);
    return this;
  }

  /** The command is refused with this sentence, and changes nothing. */
  HoldPlaybook refuses(HoldCommand command, String sentence) {
    StreamView before = view();
    HoldException refused = assertThrows(HoldException.class, () -> does(command));
    assertEquals(sentence, refused.getMessage());
    assertEquals(before, view());
    return this;
  }

  /** Exactly these calls of the sockets came since the last expectation. */
  HoldPlaybook expect(String... expected) {
    assertEquals(List.of(expected), calls, () -> "history:\n" + history);
    calls.clear();
    return this;
  }

  /** What waits, with a bar at each cut, and the end in brackets. */
  HoldPlaybook waits(String expected) {
    StreamView view = view();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < view.waiting().length(); i++) {
      if (view.cuts().contains(view.front() + i)) {
        text.append('|');
      }
      text.append((char) view.waiting().at(i));
    }
    view.end().ifPresent(how -> text.append('[').append(how).append(']'));
    assertEquals(expected, text.toString());
    return this;
  }

  StreamView view() {
    return connection.hold(TO_CLIENT).view();
  }

  /** The record in words. */
  String record() {
    StringBuilder text = new StringBuilder();
    for (StreamRecord.Passed passed : connection.hold(TO_CLIENT).record().passed()) {
      text.append(text.isEmpty() ? "" : " ");
      switch (passed) {
        case StreamRecord.Passed.Sent(
                Bytes bytes,
                Origin origin,
                StreamRecord.Joint joint,
                long _) ->
            text.append(
                    switch (joint) {
                      case FLOWING -> '~';
                      case APART -> '|';
                      case JOINED -> '+';
                    })
                .append(bytes)
                .append(origin.name().charAt(0));
        case StreamRecord.Passed.Dropped(Bytes bytes, Origin origin) ->
            text.append('-').append(bytes).append(origin.name().charAt(0));
        case StreamRecord.Passed.Ended(StreamAction.Close.How how, boolean byHand) ->
            text.append(byHand ? "!" : "").append(how);
      }
    }
    return text.toString();
  }

  boolean recordIsComplete() {
    return connection.hold(TO_CLIENT).record().complete();
  }

  boolean isFinished() {
    return connection.isFinished();
  }

  @Override
  public void send(Direction direction, Bytes bytes) {
    calls.add("send " + bytes);
  }

  @Override
  public void awaitRead(Direction direction) {
    calls.add("await read");
  }

  @Override
  public void close(Direction direction, StreamAction.Close.How how) {
    calls.add(how == StreamAction.Close.How.FIN ? "fin" : "reset");
  }

  @Override
  public void pauseReading(Direction direction) {
    calls.add("pause");
  }

  @Override
  public void resumeReading(Direction direction) {
    calls.add("resume");
  }
}
