package sockproof.proxy.core.hold;

import java.util.List;
import java.util.Optional;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.StreamAction;

/**
 * One direction of a held stream at one moment.
 *
 * @param holding whether what comes now is held
 * @param front the position of the first byte that waits; the number of bytes that have left
 * @param waiting the bytes that wait
 * @param cuts the positions before which a piece begins, in order; all lie between two waiting
 *     bytes
 * @param marks which of the waiting bytes did not come from the sender
 * @param end how the sender has ended the stream, where that waits behind the bytes
 * @param over true when nothing more can be sent this way
 */
public record StreamView(
    boolean holding,
    long front,
    Bytes waiting,
    List<Long> cuts,
    List<Mark> marks,
    Optional<StreamAction.Close.How> end,
    boolean over)
    implements HoldView {
  /**
   * Bytes that did not come from the sender.
   *
   * @param from the position of the first
   * @param to the position after the last
   */
  public record Mark(long from, long to, Origin origin) {}

  /** The position after the last byte that waits. */
  public long back() {
    return front + waiting.length();
  }
}
