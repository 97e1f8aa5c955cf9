package sockproof.proxy.core.hold;

import java.util.List;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.StreamAction;

/**
 * What became of the bytes of one direction, in the order of the stream.
 *
 * @param passed what has left
 * @param waiting what has not
 * @param complete false when there was too much to keep all of it
 */
public record StreamRecord(List<Passed> passed, List<Passed> waiting, boolean complete)
    implements HoldRecord {
  /** Something that happened at one place of the stream. */
  public sealed interface Passed {
    /**
     * Bytes on their way to the receiver, or delivered.
     *
     * @param apart true when the receiver had to have read everything before them
     */
    record Sent(Bytes bytes, Origin origin, boolean apart) implements Passed {}

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
