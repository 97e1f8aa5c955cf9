package sockproof.proxy.core;

import sockproof.proxy.core.hold.StreamHold;

/** The last stage before the egress of a direction that is held: what passes it is released. */
final class HeldStream implements StreamFlow {
  private final StreamHold hold;
  private final StreamFlow next;
  private final StreamLane lane;

  HeldStream(Framing framing, StreamFlow next, StreamLane lane) {
    this.hold = new StreamHold(framing, true, this::act);
    this.next = next;
    this.lane = lane;
  }

  StreamHold hold() {
    return hold;
  }

  @Override
  public void segment(Segment segment) {
    hold.arrived(segment);
  }

  @Override
  public void end(StreamAction.Close close) {
    hold.ended(close);
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
