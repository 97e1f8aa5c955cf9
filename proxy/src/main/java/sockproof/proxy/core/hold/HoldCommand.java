package sockproof.proxy.core.hold;

/** What a user can do by hand to one direction. */
public sealed interface HoldCommand permits HoldCommand.Hold, StreamCommand, DatagramCommand {
  /**
   * Holds what comes from now on, or releases all that waits and lets everything pass.
   *
   * @param on true to hold
   */
  record Hold(boolean on) implements HoldCommand {}
}
