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
 * @param elsewhere whether the server under test is spoken to at 127.0.0.2 although it is told to
 *     bind to 127.0.0.1
 * @param holdsFirstReply whether the reply to the first datagram is held back until the client
 *     under test asks something else, and is sent right before the reply to that
 */
public record PeerSettings(
    boolean wildcard, boolean mirror, String stray, boolean elsewhere, boolean holdsFirstReply) {
  /** An ordinary peer. */
  public static final PeerSettings PLAIN = new PeerSettings(false, false, "");

  /** Settings for the keys that scenario files have. */
  public PeerSettings(boolean wildcard, boolean mirror, String stray) {
    this(wildcard, mirror, stray, false, false);
  }

  /** An ordinary peer that speaks to the server under test at 127.0.0.2. */
  public static PeerSettings askingElsewhere() {
    return new PeerSettings(false, false, "", true, false);
  }

  /** An ordinary peer whose first reply comes late: when something else has been asked. */
  public static PeerSettings holdingFirstReply() {
    return new PeerSettings(false, false, "", false, true);
  }
}
