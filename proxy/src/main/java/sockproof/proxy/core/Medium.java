package sockproof.proxy.core;

/** The four kinds of socket that the relay carries. */
public enum Medium {
  TCP("tcp"),
  UDP("udp"),
  UNIX("unix"),
  UNIX_DATAGRAM("unix-datagram");

  private final String word;

  Medium(String word) {
    this.word = word;
  }

  /** The word used in addresses, options and files. */
  public String word() {
    return word;
  }

  /** True for TCP and Unix stream sockets. */
  public boolean isStream() {
    return this == TCP || this == UNIX;
  }
}
