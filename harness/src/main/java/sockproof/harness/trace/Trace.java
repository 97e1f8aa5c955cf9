package sockproof.harness.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.trace.History;
import sockproof.proxy.trace.TraceEvent;

/**
 * What passed through the relays of one case, bounded, as it stands in results files.
 *
 * @param relays one for each server of the case, in the order of their names
 */
public record Trace(List<Relay> relays) {
  public Trace {
    relays = List.copyOf(relays);
  }

  /**
   * How much is kept.
   *
   * @param events how many events of each relay
   * @param bytes how many bytes of payload of each relay, over all events
   * @param eventBytes how many bytes of payload of one event
   */
  public record Limits(int events, int bytes, int eventBytes) {
    /** For a case that somebody has to look into. */
    public static final Limits FAILED = new Limits(1000, 64 << 10, 4 << 10);

    /** For a case that passed. */
    public static final Limits PASSED = new Limits(120, 4 << 10, 512);
  }

  /**
   * What passed through one relay.
   *
   * @param name the name of the server behind it
   * @param events the first events, in order
   * @param omittedEvents how many more there were
   */
  public record Relay(
      String name, List<Event> events, @JsonInclude(Include.NON_DEFAULT) long omittedEvents) {
    public Relay {
      events = List.copyOf(events);
    }
  }

  /**
   * One event.
   *
   * @param nanos when, in nanoseconds since the relay started
   * @param connection the number of the connection or datagram session, from 1; 0 for the relay
   * @param to {@code client} or {@code server}, the side that the bytes go to; empty for neither
   * @param kind the word of a {@link TraceEvent.Kind}
   * @param length how many bytes it concerns
   * @param bytes the first of these bytes, each as the character U+0000 to U+00FF of its value
   * @param why the faults that had a hand in it, a source or a reason; may be empty
   */
  public record Event(
      long nanos,
      int connection,
      @JsonInclude(Include.NON_EMPTY) String to,
      String kind,
      @JsonInclude(Include.NON_DEFAULT) int length,
      @JsonInclude(Include.NON_EMPTY) String bytes,
      @JsonInclude(Include.NON_EMPTY) String why) {}

  /** The trace of a case: the histories of its relays by the name of the server behind each. */
  public static Trace of(Map<String, History> histories, Limits limits) {
    List<Relay> relays = new ArrayList<>();
    histories.forEach((name, history) -> relays.add(relay(name, history, limits)));
    return new Trace(relays);
  }

  private static Relay relay(String name, History history, Limits limits) {
    List<TraceEvent> all = history.events();
    List<Event> kept = new ArrayList<>();
    int room = limits.bytes();
    for (TraceEvent event : all.subList(0, Math.min(all.size(), limits.events()))) {
      int shown = Math.min(Math.min(event.bytes().length(), limits.eventBytes()), room);
      room -= shown;
      kept.add(event(event, shown));
    }
    return new Relay(name, kept, all.size() - kept.size() + history.dropped());
  }

  private static Event event(TraceEvent event, int shownBytes) {
    Direction direction = event.direction();
    Bytes shown = event.bytes().slice(0, shownBytes);
    return new Event(
        event.nanos(),
        event.connection(),
        direction == null ? "" : direction == Direction.TO_CLIENT ? "client" : "server",
        event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        event.bytes().length(),
        new String(shown.toArray(), StandardCharsets.ISO_8859_1),
        event.text());
  }
}
