package sockproof.reference.role;

import java.util.Locale;

/** What the program can be: {@code sockproof reference ROLE}. */
public enum Role {
  /** A UDP or Unix datagram server. */
  UDP_SERVER,
  /** A UDP or Unix datagram client that takes replies from anyone. */
  UDP_CLIENT,
  /** A UDP or Unix datagram client that calls connect(). */
  UDP_CONNECTED_CLIENT,
  /** A UDP or Unix datagram client that compares addresses. */
  UDP_MATCHING_CLIENT,
  /** A TCP or Unix stream server. */
  TCP_SERVER,
  /** A TCP or Unix stream client. */
  TCP_CLIENT,
  /** The chat's server. */
  CHAT_SERVER,
  /** The chat's client. */
  CHAT_CLIENT;

  /** The name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
