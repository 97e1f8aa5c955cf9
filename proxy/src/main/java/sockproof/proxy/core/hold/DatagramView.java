package sockproof.proxy.core.hold;

import java.util.List;
import sockproof.proxy.core.Datagram;

/**
 * One direction of a held datagram session at one moment.
 *
 * @param holding whether what comes now is held
 * @param waiting what waits, in the order in which it would be released
 * @param sent how many have left
 * @param overflowed how many were lost because too many waited
 */
public record DatagramView(boolean holding, List<Held> waiting, long sent, long overflowed)
    implements HoldView {
  /**
   * A datagram that waits.
   *
   * @param id its number among all that ever waited here, from 1
   */
  public record Held(long id, Datagram datagram, Origin origin) {}
}
