package sockproof.proxy.fault;

import sockproof.proxy.core.Context;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;

/**
 * Lets some bytes pass and then ends the direction, as soon as the last of them has come. The end
 * waits until the receiver has read those bytes: a RST may destroy what lies unread in the
 * receiver's buffer, and what the receiver then sees would depend on luck.
 */
final class EndAfterBytes implements StreamFault {
  private final StreamAction.Close.How how;
  private long left;

  EndAfterBytes(long bytes, StreamAction.Close.How how) {
    this.left = bytes;
    this.how = how;
  }

  @Override
  public void on(StreamEvent event, Context<StreamAction> context) {
    switch (event) {
      case StreamEvent.Opened() -> endIfDue(context);
      case StreamEvent.Arrived arrived -> {
        Segment segment = arrived.segment();
        int passing = (int) Math.min(left, segment.length());
        left -= passing;
        context.act(new StreamAction.Deliver(segment.slice(0, passing)));
        if (passing < segment.length()) {
          context.act(new StreamAction.Discard(segment.bytes().slice(passing, segment.length())));
        }
        endIfDue(context);
      }
      case StreamEvent.Ended(StreamAction.Close close) -> context.act(close);
      case StreamEvent.Passed _, StreamEvent.Removed _, StreamEvent.Woken _ -> {}
    }
  }

  private void endIfDue(Context<StreamAction> context) {
    if (left == 0) {
      context.act(StreamAction.Close.of(how, StreamAction.Close.Order.AFTER_READ));
    }
  }
}
