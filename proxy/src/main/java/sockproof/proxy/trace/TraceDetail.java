package sockproof.proxy.trace;

import java.util.List;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.IpFragment;
import sockproof.proxy.kernel.SocketName;

/** What a capture has to know beside the events: the sockets and their addresses. */
public sealed interface TraceDetail
    permits Wire,
        TraceDetail.Unwired,
        TraceDetail.Departure,
        TraceDetail.Stray,
        TraceDetail.NotSent {
  /** The number of the connection or session. */
  int connection();

  /**
   * The sockets of a connection or session were closed; nothing more comes of it.
   *
   * @param reset whether a stream was closed with RST
   * @param nanos when, on the clock of the events
   */
  record Unwired(int connection, boolean reset, long nanos) implements TraceDetail {}

  /**
   * The datagram of the last {@link TraceEvent.Kind#DELIVERED} or {@link TraceEvent.Kind#FORGED} of
   * a session leaves in another way than the ordinary one.
   *
   * @param source from here
   * @param fragments as these IP fragments; none for a whole datagram
   */
  record Departure(int connection, SocketName source, List<IpFragment> fragments)
      implements TraceDetail {}

  /**
   * A datagram came to the socket of the server's side from somebody else than the server. If it is
   * passed on, a {@link TraceEvent.Kind#FORGED} follows.
   *
   * @param nanos when, on the clock of the events
   */
  record Stray(int connection, SocketName source, Bytes payload, long nanos)
      implements TraceDetail {}

  /**
   * A datagram that the last events have as delivered, forged or refused was not sent after all.
   *
   * @param direction in which it would have travelled
   * @param payload that of the event
   */
  record NotSent(int connection, Direction direction, Bytes payload) implements TraceDetail {}
}
