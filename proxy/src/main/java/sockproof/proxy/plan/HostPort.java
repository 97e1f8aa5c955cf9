package sockproof.proxy.plan;

/** A host and a port, read from {@code host:port} or {@code [v6]:port}. */
record HostPort(String host, int port) {
  /**
   * Reads a host and a port.
   *
   * @param text what to read
   * @param whole the address that it is part of, for messages
   * @throws IllegalArgumentException with one sentence
   */
  static HostPort parse(String text, String whole) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || text.endsWith("]")) {
      throw new IllegalArgumentException(
          "address `" + whole + "` needs a port at its end, as in 127.0.0.1:8080 (0 picks one)");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "address `" + whole + "` needs brackets around its IPv6 host, as in [::1]:8080");
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException(
          "address `" + whole + "` needs a host, as in 127.0.0.1:8080");
    }
    return new HostPort(host, port(text.substring(colon + 1), whole));
  }

  private static int port(String text, String whole) {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port <= 65_535) {
        return port;
      }
    }
    throw new IllegalArgumentException(
        "address `" + whole + "` has port `" + text + "`, which is not a number from 0 to 65535");
  }
}
