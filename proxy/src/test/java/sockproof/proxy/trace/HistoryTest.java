package sockproof.proxy.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sockproof.proxy.StreamPlaybook;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.trace.TraceEvent.Kind;

class HistoryTest {
  @Test
  void readsAsATranscript() {
    StreamPlaybook book =
        StreamPlaybook.given("limit: {to: client, bytes: 3, name: cut-short}", "line")
            .arrived("hello\n")
            .after("1500us")
            .read()
            .clientSpeaks()
            .reset();
    assertEquals(
        """
            0.000000 ms  #1 both       opened
            0.000000 ms  #1 to client  received 6 "hello\\n"
            0.000000 ms  #1 to client  delivered 3 "hel"  (cut-short)
            0.000000 ms  #1 to client  discarded 3 "lo\\n"  (cut-short)
            1.500000 ms  #1 to client  read-by-peer  (3 bytes in all)
            1.500000 ms  #1 to client  fin-delivered  (cut-short)
            1.500000 ms  #1 to server  reset-received
            1.500000 ms  #1 to server  reset-delivered
            1.500000 ms  #1 both       closed
        """,
        book.history().toString());
  }

  @Test
  void keepsTheFirstEventsAndCountsTheRest() {
    History history = new History(2);
    IntStream.rangeClosed(1, 5).forEach(i -> history.record(event(i)));
    assertEquals(List.of(1L, 2L), history.events().stream().map(TraceEvent::sequence).toList());
    assertEquals(3, history.dropped());
    assertEquals("… and 3 more events, not kept", history.toString().lines().toList().getLast());
  }

  @Test
  void mayKeepNone() {
    History history = new History(0);
    history.record(event(1));
    assertEquals(List.of(), history.events());
    assertEquals(1, history.dropped());
  }

  @Test
  void aSinkCanBeFollowedByAnother() {
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    TraceSink sink = event -> first.add(event.nanos());
    sink.and(event -> second.add(event.nanos())).record(event(7));
    assertEquals(List.of(7L), first);
    assertEquals(List.of(7L), second);
  }

  @Test
  void replaysWhatItWasToldInOrder() {
    History history = new History(2);
    history.told(unwired(1));
    history.record(event(1));
    history.told(unwired(2));
    history.record(event(2));
    history.record(event(3)); // not kept, and so of no use is what follows
    history.told(unwired(3));
    List<String> replayed = new ArrayList<>();
    history.replay(
        new TraceSink() {
          @Override
          public void record(TraceEvent event) {
            replayed.add("event " + event.nanos());
          }

          @Override
          public void told(TraceDetail detail) {
            replayed.add("detail " + detail.connection());
          }
        });
    assertEquals(List.of("detail 1", "event 1", "detail 2", "event 2"), replayed);
  }

  private static TraceDetail unwired(int connection) {
    return new TraceDetail.Unwired(connection, false, 0);
  }

  private static TraceEvent event(long nanos) {
    return new TraceEvent(0, nanos, 1, null, Kind.OPENED, Bytes.empty(), "");
  }
}
