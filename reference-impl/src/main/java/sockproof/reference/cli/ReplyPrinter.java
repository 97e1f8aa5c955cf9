package sockproof.reference.cli;

import java.io.PrintStream;
import java.net.SocketAddress;
import sockproof.reference.datagram.DatagramClient;
import sockproof.reference.message.Printable;
import sockproof.reference.message.UppercaseService;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.ExchangeException;

/** Tells a person what a client received. */
final class ReplyPrinter implements DatagramClient.Listener {
  private final PrintStream out;

  ReplyPrinter(RoleIo io) {
    this.out = io.out();
  }

  /**
   * Prints one reply.
   *
   * @throws ExchangeException where it says that the message was refused
   */
  void print(SocketAddress server, String reply) throws ExchangeException {
    if (UppercaseService.isError(reply)) {
      throw new ExchangeException(
          Addresses.show(server)
              + " refused the message: "
              + reply.substring(UppercaseService.ERROR_PREFIX.length()).strip());
    }
    out.println("reply from " + Addresses.show(server) + ": " + Printable.escape(reply));
    out.flush();
  }

  @Override
  public void reply(SocketAddress server, String text) throws ExchangeException {
    print(server, text);
  }

  @Override
  public void ignored(SocketAddress source, String text) {
    out.println("ignored " + Printable.quote(text) + " from unexpected " + Addresses.show(source));
    out.flush();
  }
}
