package sockproof.proxy.core.hold;

/** What became of all that came in one direction. */
public sealed interface HoldRecord permits StreamRecord, DatagramRecord {
  /** False when there was too much to keep all of it. */
  boolean complete();
}
