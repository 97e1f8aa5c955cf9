package sockproof.harness.exchange;

/**
 * How Sockproof's own side behaves where that is part of the case.
 *
 * @param wildcard whether the server under test is told to bind to all addresses, and is spoken to
 *     at 127.0.0.2
 * @param mirror whether a second instance of the server under test is started, as the source of
 *     forged requests
 * @param stray a datagram that the client under test finds in its queue before it connects; empty
 *     for none
 */
public record PeerSettings(boolean wildcard, boolean mirror, String stray) {
  /** An ordinary peer. */
  public static final PeerSettings PLAIN = new PeerSettings(false, false, "");
}
