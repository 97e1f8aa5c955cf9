package sockproof.proxy.core.hold;

import java.util.List;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;

/**
 * What became of the datagrams of one direction.
 *
 * @param arrived the payloads that came from the sender, in order
 * @param sent what the receiver was sent, in order
 * @param waiting which of the arrived ones have not left and wait, by number from 1
 * @param complete false when there was too much to keep all of it
 */
public record DatagramRecord(
    List<Bytes> arrived, List<Sent> sent, List<Integer> waiting, boolean complete)
    implements HoldRecord {
  /**
   * A datagram that was sent.
   *
   * @param number which of the arrived ones it is or repeats, from 1; 0 for a forged one
   * @param arrived how many had come from the sender when it left
   */
  public record Sent(int number, Datagram datagram, Origin origin, int arrived) {}
}
