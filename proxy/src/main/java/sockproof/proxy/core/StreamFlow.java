package sockproof.proxy.core;

/** Takes what a stage of one direction hands on: the next stage, or the egress. */
interface StreamFlow {
  /** Takes a segment; never after {@link #end}. */
  void segment(Segment segment);

  /** The direction ends after what came before; RST may follow FIN. */
  void end(StreamAction.Close close);
}
