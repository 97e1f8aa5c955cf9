package sockproof.harness.exchange;

import sockproof.proxy.core.Medium;

/**
 * The kind of socket and, for TCP and UDP, the address family.
 *
 * @param medium the kind of socket
 * @param ip 4 or 6; 4 for Unix sockets, where it means nothing
 */
public record Network(Medium medium, int ip) {
  /**
   * Reads {@code tcp}, {@code udp}, {@code unix} or {@code unix-datagram}.
   *
   * @throws IllegalArgumentException with one sentence for any other word or address family
   */
  public static Network parse(String word, int ip) {
    if (ip != 4 && ip != 6) {
      throw new IllegalArgumentException("the address family is 4 or 6, not " + ip);
    }
    for (Medium medium : Medium.values()) {
      if (medium.word().equals(word)) {
        boolean unix = medium == Medium.UNIX || medium == Medium.UNIX_DATAGRAM;
        return new Network(medium, unix ? 4 : ip);
      }
    }
    throw new IllegalArgumentException(
        "network `" + word + "` is not known; use tcp, udp, unix or unix-datagram");
  }

  /** True for TCP and Unix stream sockets. */
  public boolean isStream() {
    return medium.isStream();
  }

  /** True for Unix sockets, which have a path in the place of host and port. */
  public boolean isUnix() {
    return medium == Medium.UNIX || medium == Medium.UNIX_DATAGRAM;
  }

  /** The loopback address of this family. */
  public String loopback() {
    return ip == 6 ? "::1" : "127.0.0.1";
  }

  /** For people: {@code tcp}, {@code udp over IPv6}. */
  public String words() {
    return medium.word() + (ip == 6 ? " over IPv6" : "");
  }
}
