package sockproof.proxy.core.hold;

import java.util.List;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.StreamAction;

/**
 * What became of the bytes of one direction, in the order of the stream.
 *
 * @param passed what has left
 * @param waiting what has not, or never could as its receiver had gone
 * @param endWaits true when the sender's end waits behind that
 * @param complete false when there was too much to keep all of it
 */
public record StreamRecord(
    List<Passed> passed, List<Passed> waiting, boolean endWaits, boolean complete)
    implements HoldRecord {
  /** How bytes follow those that were sent before. */
  public enum Joint {
    /** They were not held. */
    FLOWING,
    /** They begin a piece that was released by hand. */
    APART,
    /** They are of one piece with those before. */
    JOINED
  }

  /** Something that happened at one place of the stream. */
  public sealed interface Passed {
    /**
     * Bytes on their way to the receiver, or delivered.
     *
     * @param joint how they follow what was sent before
     * @param arrived how many bytes had come from the sender when these left
     */
    record Sent(Bytes bytes, Origin origin, Joint joint, long arrived) implements Passed {}

    /** Bytes that the receiver never gets. */
    record Dropped(Bytes bytes, Origin origin) implements Passed {}

    /**
     * The end of the stream.
     *
     * @param byHand true when the user made it, and not the sender
     */
    record Ended(StreamAction.Close.How how, boolean byHand) implements Passed {}
  }
}
