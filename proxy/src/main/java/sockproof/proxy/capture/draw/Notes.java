package sockproof.proxy.capture.draw;

import java.util.ArrayList;
import java.util.List;
import sockproof.proxy.trace.TraceEvent;

/** Remarks that wait for the next packet of a connection. */
final class Notes {
  /** What waits in vain must not pile up. */
  private static final int MAX_WAITING = 16;

  private final List<String> waiting = new ArrayList<>();

  void add(String note) {
    if (!note.isEmpty() && waiting.size() < MAX_WAITING) {
      waiting.add(note);
    }
  }

  /** What waits, and no longer does, followed by a remark of the packet's own, if it has one. */
  List<String> takeWith(String own) {
    List<String> all = new ArrayList<>(waiting);
    waiting.clear();
    if (!own.isEmpty()) {
      all.add(own);
    }
    return all;
  }

  /** What faults did to the bytes of an event; empty for nothing. */
  static String of(TraceEvent event) {
    return event.by().isEmpty() ? event.text() : "fault: " + event.text();
  }

  /** What happened to bytes that were thrown away. */
  static String ofDiscarded(TraceEvent event) {
    return Notes.of(event) + " (" + event.bytes().length() + " bytes thrown away)";
  }
}
