package sockproof.proxy.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that happened in a relay, in order. Safe for use by many threads. It keeps the first
 * {@code maxEvents} events and counts the rest, so that a long run cannot fill the memory.
 */
public final class History implements TraceSink {
  /** How many events are kept unless told otherwise. */
  public static final int DEFAULT_MAX_EVENTS = 100_000;

  private final int maxEvents;
  private final List<TraceEvent> events = new ArrayList<>();
  private final List<Placed> details = new ArrayList<>();
  private long recorded;

  /** A detail and how many events came before it. */
  private record Placed(int events, TraceDetail detail) {}

  /** A history that keeps {@value #DEFAULT_MAX_EVENTS} events. */
  public History() {
    this(DEFAULT_MAX_EVENTS);
  }

  /** A history that keeps up to a given number of events, with their bytes; 0 for none. */
  public History(int maxEvents) {
    if (maxEvents < 0) {
      throw new IllegalArgumentException("a history keeps no fewer than 0 events: " + maxEvents);
    }
    this.maxEvents = maxEvents;
  }

  @Override
  public synchronized void record(TraceEvent event) {
    recorded++;
    if (events.size() < maxEvents) {
      events.add(event.numbered(recorded));
    }
  }

  @Override
  public synchronized void told(TraceDetail detail) {
    // What is told of events that are not kept is of no use.
    if (recorded == events.size() && details.size() < maxEvents) {
      details.add(new Placed(events.size(), detail));
    }
  }

  /** Tells another sink all that is kept so far, in the same order. */
  public void replay(TraceSink sink) {
    List<TraceEvent> allEvents;
    List<Placed> allDetails;
    synchronized (this) {
      allEvents = List.copyOf(events);
      allDetails = List.copyOf(details);
    }
    int next = 0;
    for (int i = 0; i <= allEvents.size(); i++) {
      while (next < allDetails.size() && allDetails.get(next).events() == i) {
        sink.told(allDetails.get(next++).detail());
      }
      if (i < allEvents.size()) {
        sink.record(allEvents.get(i));
      }
    }
  }

  /** A snapshot of the events kept so far, numbered from 1. */
  public synchronized List<TraceEvent> events() {
    return List.copyOf(events);
  }

  /** The events kept of one kind, in order. */
  public List<TraceEvent> events(TraceEvent.Kind kind) {
    return events().stream().filter(event -> event.kind() == kind).toList();
  }

  /** How many events came after the history was full and are not kept. */
  public synchronized long dropped() {
    return recorded - events.size();
  }

  /** A readable transcript, one event a line. */
  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    for (TraceEvent event : events) {
      text.append(event).append('\n');
    }
    if (recorded > events.size()) {
      text.append("… and ").append(recorded - events.size()).append(" more events, not kept\n");
    }
    return text.toString();
  }
}
