package sockproof.proxy.trace;

import java.util.Map;
import java.util.TreeMap;

/**
 * What connections or datagram sessions have carried.
 *
 * @param toServer what travelled to the server
 * @param toClient what travelled to the client
 * @param faults how often each fault, by its name, had a hand in something that was delivered,
 *     forged, thrown away or ended
 */
public record Traffic(Way toServer, Way toClient, Map<String, Long> faults) {
  /** Nothing yet. */
  public static final Traffic NONE = new Traffic(Way.NONE, Way.NONE, Map.of());

  /**
   * One direction. A unit is a datagram, or on a stream what one read or one send carried.
   *
   * @param receivedBytes from the sender
   * @param receivedUnits from the sender
   * @param deliveredBytes to the receiver's socket
   * @param deliveredUnits to the receiver's socket
   * @param delayedUnits those of the delivered units whose delay is known
   * @param delayNanos the sum of their delays from arrival to delivery
   */
  public record Way(
      long receivedBytes,
      long receivedUnits,
      long deliveredBytes,
      long deliveredUnits,
      long delayedUnits,
      long delayNanos) {
    /** Nothing yet. */
    public static final Way NONE = new Way(0, 0, 0, 0, 0, 0);

    Way and(Way other) {
      return new Way(
          receivedBytes + other.receivedBytes,
          receivedUnits + other.receivedUnits,
          deliveredBytes + other.deliveredBytes,
          deliveredUnits + other.deliveredUnits,
          delayedUnits + other.delayedUnits,
          delayNanos + other.delayNanos);
    }
  }

  /** Both together. */
  public Traffic and(Traffic other) {
    Map<String, Long> sum = new TreeMap<>(faults);
    other.faults.forEach((name, count) -> sum.merge(name, count, Long::sum));
    return new Traffic(toServer.and(other.toServer), toClient.and(other.toClient), sum);
  }
}
