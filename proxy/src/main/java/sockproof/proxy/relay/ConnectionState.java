package sockproof.proxy.relay;

import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.Traffic;

/**
 * A connection or datagram session as it is now.
 *
 * @param number its number at the relay, from 1
 * @param client the client's address; a Unix socket may have none
 * @param openNanos for how long it has been open
 * @param traffic what it has carried, and which faults had a hand in it
 */
public record ConnectionState(int number, SocketName client, long openNanos, Traffic traffic) {}
