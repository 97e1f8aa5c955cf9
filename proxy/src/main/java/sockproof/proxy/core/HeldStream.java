package sockproof.proxy.core;

import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.hold.StreamHold;

/** The last stage before the egress of a direction that is held: what passes it is released. */
final class HeldStream implements StreamFlow {
  private final StreamHold hold;
  private final @Nullable MessageTracker messages;
  private final StreamFlow next;
  private final StreamLane lane;
  private long takenBytes;

  /**
   * A stage.
   *
   * @param messages counts the messages that come here, where a framing is known
   */
  HeldStream(Framing framing, @Nullable MessageTracker messages, StreamFlow next, StreamLane lane) {
    this.messages = messages;
    this.hold = new StreamHold(framing, true, this::act);
    this.next = next;
    this.lane = lane;
  }

  StreamHold hold() {
    return hold;
  }

  @Override
  public void segment(Segment segment) {
    takenBytes += segment.length();
    if (messages != null) {
      messages.takeAll(segment.bytes());
    }
    hold.arrived(segment);
  }

  @Override
  public void end(StreamAction.Close close) {
    hold.ended(close);
  }

  @Override
  public long offset() {
    return takenBytes;
  }

  @Override
  public @Nullable MessageTracker messages() {
    return messages;
  }

  private void act(StreamAction action) {
    switch (action) {
      case StreamAction.Deliver(Segment segment) -> next.segment(segment);
      case StreamAction.Close close -> next.end(close);
      case StreamAction.Discard(Bytes bytes) -> lane.discarded(bytes, "by hand");
      case StreamAction.Pause _, StreamAction.Resume _, StreamAction.WakeAt _ ->
          throw new IllegalStateException("a hold does not ask for " + action);
    }
  }
}
