package sockproof.proxy.core;

import org.jspecify.annotations.Nullable;

/** Takes what a stage of one direction hands on: the next stage, or the egress. */
interface StreamFlow {
  /** Takes a segment; never after {@link #end}. */
  void segment(Segment segment);

  /** The direction ends after what came before; RST may follow FIN. */
  void end(StreamAction.Close close);

  /** How many bytes have come here so far. */
  long offset();

  /** Where the next byte to come here stands among the messages; null without a framing. */
  @Nullable MessageTracker messages();
}
