package sockproof.proxy.capture.draw;

import sockproof.proxy.core.Direction;

/**
 * Packets of a connection that are not in the capture.
 *
 * @param connection its number
 * @param direction which way they went
 * @param received true for what came from the sender, false for what went to the receiver
 * @param bytes the sum of their payloads
 * @param packets how many there were
 */
public record Gap(int connection, Direction direction, boolean received, long bytes, long packets) {
  /** Both together; they must be of the same kind. */
  public Gap and(Gap other) {
    return new Gap(connection, direction, received, bytes + other.bytes, packets + other.packets);
  }

  /** What a reader is told. */
  String note() {
    return packets
        + (received ? " packets from the sender" : " packets to the receiver")
        + " ("
        + bytes
        + " bytes) are left out before this one: writing could not keep up";
  }
}
