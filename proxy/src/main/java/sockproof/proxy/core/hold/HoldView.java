package sockproof.proxy.core.hold;

/** What waits in one direction at one moment. */
public sealed interface HoldView permits StreamView, DatagramView {
  /** Whether what comes now is held. */
  boolean holding();
}
