package sockproof.proxy.core.hold;

/** Where bytes or a datagram came from. */
public enum Origin {
  /** From the sender. */
  GENUINE,
  /** A repetition of what came from the sender. */
  DUPLICATE,
  /** From the user. */
  FORGED
}
