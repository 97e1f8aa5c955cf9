package sockproof.proxy.core.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramPort;
import sockproof.proxy.core.DatagramSession;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramCommand.Drop;
import sockproof.proxy.core.hold.DatagramCommand.Duplicate;
import sockproof.proxy.core.hold.DatagramCommand.Forge;
import sockproof.proxy.core.hold.DatagramCommand.Move;
import sockproof.proxy.core.hold.DatagramCommand.Release;
import sockproof.proxy.core.hold.DatagramCommand.ReleaseAll;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.trace.History;

class DatagramHoldTest implements DatagramPort {
  private final List<String> sent = new ArrayList<>();
  private final History history = new History();
  private final DatagramSession session =
      new DatagramSession(Plan.empty(), 1, 1, this, history, true);

  DatagramHoldTest() {
    session.opened(0);
  }

  private void arrived(String... payloads) {
    for (String payload : payloads) {
      session.arrived(Direction.TO_CLIENT, Bytes.utf8(payload), 0);
    }
  }

  private void does(HoldCommand command) {
    session.apply(Direction.TO_CLIENT, command, 0);
  }

  private void refuses(HoldCommand command, String sentence) {
    DatagramView before = view();
    assertEquals(sentence, assertThrows(HoldException.class, () -> does(command)).getMessage());
    assertEquals(before, view());
  }

  private DatagramView view() {
    return session.hold(Direction.TO_CLIENT).view();
  }

  private DatagramRecord record() {
    return session.hold(Direction.TO_CLIENT).record();
  }

  private String waiting() {
    return view().waiting().stream()
        .map(held -> held.id() + "=" + held.datagram().payload() + held.origin().name().charAt(0))
        .collect(Collectors.joining(" "));
  }

  private void expect(String... expected) {
    assertEquals(List.of(expected), sent);
    sent.clear();
  }

  @Override
  public void send(Direction direction, Datagram datagram) {
    String from = datagram.source().equals(Datagram.GENUINE) ? "" : " from other";
    sent.add(datagram.payload() + from);
  }

  @Override
  public void unreachable(Direction direction, Datagram datagram) {
    throw new AssertionError("nobody asked for this");
  }

  @Test
  void theyAreReleasedInAnyOrder() {
    arrived("a", "b", "c");
    assertEquals("1=\"a\"G 2=\"b\"G 3=\"c\"G", waiting());
    expect();
    does(new Release(2));
    expect("\"b\"");
    does(new ReleaseAll());
    expect("\"a\"", "\"c\"");
    assertEquals(3, view().sent());
    assertEquals(
        List.of(2, 1, 3), record().sent().stream().map(DatagramRecord.Sent::number).toList());
  }

  @Test
  void oneIsMovedDroppedAndRepeated() {
    arrived("a", "b", "c");
    does(new Move(3, 0));
    does(new Duplicate(1));
    does(new Drop(2));
    assertEquals("3=\"c\"G 1=\"a\"G 4=\"a\"D", waiting());
    does(new ReleaseAll());
    expect("\"c\"", "\"a\"", "\"a\"");
    assertEquals(
        List.of(3, 1, 1), record().sent().stream().map(DatagramRecord.Sent::number).toList());
    assertEquals(3, record().arrived().size());
  }

  @Test
  void oneIsForgedFromAnotherSource() {
    arrived("a");
    does(new Forge(Bytes.utf8("EVIL"), new Datagram.Source.OtherPort(), 0));
    does(new Duplicate(2));
    assertEquals("2=\"EVIL\"F 3=\"EVIL\"F 1=\"a\"G", waiting());
    does(new ReleaseAll());
    expect("\"EVIL\" from other", "\"EVIL\" from other", "\"a\"");
    assertEquals(
        List.of(0, 0, 1), record().sent().stream().map(DatagramRecord.Sent::number).toList());
  }

  @Test
  void withoutHoldingEverythingPasses() {
    arrived("a");
    does(new HoldCommand.Hold(false));
    arrived("b", "");
    expect("\"a\"", "\"b\"", "\"\"");
    does(new HoldCommand.Hold(true));
    arrived("c");
    expect();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    refuses(new ReleaseAll(), "nothing waits");
    refuses(new Release(1), "datagram 1 does not wait");
    refuses(new StreamCommand.ReleaseAll(), "datagrams are not a stream");
    arrived("a");
    refuses(new Move(1, 1), "there is no place 1 among 1");
    refuses(new Forge(Bytes.empty(), Datagram.GENUINE, 2), "there is no place 2 among 1");
    refuses(
        new Forge(Bytes.of(new byte[65_508]), Datagram.GENUINE, 0),
        "a datagram has at most 65507 bytes");
  }

  @Test
  void moreThanTheQueueHoldsIsLost() {
    for (int i = 0; i < DatagramHold.MAX_WAITING; i++) {
      arrived("a");
    }
    arrived("lost");
    assertEquals(1, view().overflowed());
    assertEquals(DatagramHold.MAX_WAITING, view().waiting().size());
    refuses(new Duplicate(1), "too many datagrams wait already");
    refuses(new Forge(Bytes.empty(), Datagram.GENUINE, 0), "too many datagrams wait already");
  }

  @Test
  void aRecordThatGrowsTooLongIsNotComplete() {
    does(new HoldCommand.Hold(false));
    for (int i = 0; i <= DatagramHold.MAX_RECORD; i++) {
      arrived("");
    }
    assertFalse(record().complete());
  }
}
