package sockproof.reference.cli;

import java.io.PrintStream;
import java.net.SocketAddress;
import sockproof.reference.message.Printable;
import sockproof.reference.net.Addresses;
import sockproof.reference.net.ServiceListener;

/** Tells a person what a server does: messages on one stream, everything else on the other. */
final class ServerPrinter implements ServiceListener {
  private final PrintStream out;
  private final PrintStream err;

  ServerPrinter(RoleIo io) {
    this.out = io.out();
    this.err = io.err();
  }

  void listening(SocketAddress address) {
    out.println("Listening at " + Addresses.show(address));
    out.flush();
  }

  @Override
  public void request(Client client, byte[] bytes, String text) {
    out.println("client " + client.shown() + " says " + Printable.quote(text));
    out.flush();
  }

  @Override
  public void refused(Client client, byte[] bytes, String why) {
    err.println("client " + client.shown() + " was refused: " + why);
    err.flush();
  }

  @Override
  public void ended(Client client, Ending ending, int heldBytes) {
    String what =
        switch (ending) {
          case FIN, REFUSED, STOPPED -> "";
          case CUT_SHORT -> "left inside a message, after " + heldBytes + " bytes of it";
          case RESET -> "reset the connection";
          case IDLE -> "was idle for too long";
        };
    if (!what.isEmpty()) {
      err.println("client " + client.shown() + " " + what);
      err.flush();
    }
  }
}
