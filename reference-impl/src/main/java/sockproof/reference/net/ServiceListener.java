package sockproof.reference.net;

import java.net.SocketAddress;

/**
 * Hears what a server does. Calls come from the server's threads, several at a time, and hold up
 * the client that they are about.
 */
public interface ServiceListener {
  /** How a connection ended, as the server saw it. */
  enum Ending {
    /** The client sent FIN between two messages. */
    FIN,
    /** The client sent FIN inside a message. */
    CUT_SHORT,
    /** The client reset the connection. */
    RESET,
    /** The client neither sent nor took anything for too long. */
    IDLE,
    /** The server ended it after a message that cannot be delimited. */
    REFUSED,
    /** The server was stopped. */
    STOPPED
  }

  /** The other side: its address, and the number of its connection from 1 (0 for datagrams). */
  record Client(SocketAddress address, int connection) {
    /** The address, or the connection's number where the address has no name. */
    public String shown() {
      String address = Addresses.show(this.address);
      return address.equals("(unnamed)") ? "unnamed-" + connection : address;
    }
  }

  /** A request that was understood. */
  default void request(Client client, byte[] bytes, String text) {}

  /** A request that was answered with an error, or for datagrams not at all. */
  default void refused(Client client, byte[] bytes, String why) {}

  /** A stream connection is over; {@code heldBytes} is the size of an incomplete message. */
  default void ended(Client client, Ending ending, int heldBytes) {}
}
