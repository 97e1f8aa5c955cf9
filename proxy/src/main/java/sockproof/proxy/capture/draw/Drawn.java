package sockproof.proxy.capture.draw;

import sockproof.proxy.trace.TraceDetail;
import sockproof.proxy.trace.TraceEvent;
import sockproof.proxy.trace.Wire;

/** A connection or session that is being drawn. */
interface Drawn {
  /** A side has its addresses; its packets are on an interface. */
  void wired(Wire wire, int interfaceId);

  /** Something happened. */
  void record(TraceEvent event);

  /** More is known of what happened, or the sockets are closed. */
  void told(TraceDetail detail);

  /** Something that happened is not known. */
  void skip(Gap gap);
}
