package sockproof.proxy.core;

/**
 * One IP fragment of a datagram (RFC 791, section 3.2; RFC 8200, section 4.5).
 *
 * @param offsetBytes where it starts in the IP payload, which is the 8-byte UDP header followed by
 *     the datagram's payload; a multiple of 8
 * @param lengthBytes how many bytes of that payload it carries
 * @param more the "more fragments" flag
 */
public record IpFragment(int offsetBytes, int lengthBytes, boolean more) {}
