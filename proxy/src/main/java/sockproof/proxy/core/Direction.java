package sockproof.proxy.core;

/** Which way bytes travel, named by their receiver. */
public enum Direction {
  /** From the client to the server (upstream). */
  TO_SERVER,
  /** From the server to the client. */
  TO_CLIENT;

  /** The other way. */
  public Direction opposite() {
    return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
  }
}
