package sockproof.harness.exchange;

import java.util.Locale;

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
 * @param holding which replies to the first message are held back until the client under test asks
 *     something else, and are sent right before the reply to that
 * @param manner how Sockproof's clients send to a server under test
 */
public record PeerSettings(
    boolean wildcard,
    boolean mirror,
    String stray,
    boolean elsewhere,
    Holding holding,
    Manner manner) {
  /** What is held back of the replies to the first message. */
  public enum Holding {
    NONE,
    /** The reply to the first datagram; a client that asks again has its answer at once. */
    FIRST_REPLY,
    /** The reply to each of the client's tries. */
    EACH_TRY
  }

  /** How clients send. */
  public enum Manner {
    /** They read while they send, so that they are not the side that blocks. */
    READING,
    /** They read nothing before all is sent. */
    WRITING_FIRST,
    /**
     * The server is stopped while it is sent to, as by a busy machine, so that it finds all of it
     * at once, an end or a reset behind it included.
     */
    WHILE_STOPPED;

    /** The word used in stored cases. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** An ordinary peer. */
  public static final PeerSettings PLAIN = new PeerSettings(false, false, "");

  /** Settings for the keys that scenario files have. */
  public PeerSettings(boolean wildcard, boolean mirror, String stray) {
    this(wildcard, mirror, stray, false, Holding.NONE, Manner.READING);
  }

  /** An ordinary peer that speaks to the server under test at 127.0.0.2. */
  public static PeerSettings askingElsewhere() {
    return new PeerSettings(false, false, "", true, Holding.NONE, Manner.READING);
  }

  /** An ordinary peer whose replies to the first message come late. */
  public static PeerSettings holding(Holding what) {
    return new PeerSettings(false, false, "", false, what, Manner.READING);
  }

  /** The same, but its clients send in another manner. */
  public PeerSettings sending(Manner other) {
    return new PeerSettings(wildcard, mirror, stray, elsewhere, holding, other);
  }
}
