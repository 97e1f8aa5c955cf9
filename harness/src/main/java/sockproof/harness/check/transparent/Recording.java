package sockproof.harness.check.transparent;

import java.util.List;
import sockproof.harness.exchange.Role;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/**
 * What is known of a program under test and its partner when nothing goes wrong.
 *
 * @param underTest which of the two is under test
 * @param stream whether they use a stream
 * @param form what the client's side prints
 * @param output what it printed in the first run
 * @param said what was said in the first run
 * @param connections how many connections or sessions there were
 * @param moved whether the server answered from another port than it was asked at
 * @param serverEnds whether a server under test ends by itself when its client is done
 */
record Recording(
    Role underTest,
    boolean stream,
    OutputForm form,
    String output,
    List<Said> said,
    int connections,
    boolean moved,
    boolean serverEnds) {

  /** From the first run's history. */
  static Recording of(
      Role underTest,
      boolean stream,
      OutputForm form,
      String output,
      History history,
      boolean serverEnds) {
    int connections = history.events().stream().mapToInt(TraceEvent::connection).max().orElse(0);
    return new Recording(
        underTest,
        stream,
        form,
        output,
        Said.in(history, stream),
        connections,
        !history.events(TraceEvent.Kind.MOVED).isEmpty(),
        serverEnds);
  }

  /** The direction in which the program under test receives. */
  Direction toSubject() {
    return underTest == Role.CLIENT ? Direction.TO_CLIENT : Direction.TO_SERVER;
  }

  /** The direction in which the program under test sends. */
  Direction fromSubject() {
    return underTest == Role.CLIENT ? Direction.TO_SERVER : Direction.TO_CLIENT;
  }

  /** The word for `to:` in faults that concern what reaches the program under test. */
  String subjectSide() {
    return underTest.word();
  }

  /** The word for `to:` in faults that concern what it sends. */
  String otherSide() {
    return underTest == Role.CLIENT ? "server" : "client";
  }

  /** What was said to the program under test. */
  List<Said> saidToSubject() {
    return said.stream().filter(one -> one.direction() == toSubject()).toList();
  }

  /** What the program under test said. */
  List<Said> saidBySubject() {
    return said.stream().filter(one -> one.direction() == fromSubject()).toList();
  }

  /** The condition of a fault that concerns one connection; empty where there is one only. */
  String when(int connection) {
    return connections > 1 ? ", when: {connection: " + connection + "}" : "";
  }
}
