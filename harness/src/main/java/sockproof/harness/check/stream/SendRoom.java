package sockproof.harness.check.stream;

import java.io.IOException;
import java.net.InetAddress;
import sockproof.harness.check.Situation;
import sockproof.harness.exchange.Network;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.relay.FreshLoopback;
import sockproof.proxy.relay.SmallWindow;

/**
 * How much a sender's kernel takes before a small window holds it up. On Linux that depends on what
 * the machine has been through: a new TCP connection gets room for three times as many segments as
 * those of earlier connections to the same address were reordered by (tcp_metrics). On loopback 40
 * KB to 0.8 MB have been seen, which is the most: Linux counts up to 300 (tcp_max_reordering).
 */
final class SendRoom {
  private SendRoom() {}

  /**
   * What a TCP sender's kernel takes now, in bytes; 0 where that cannot be found out. (It is not
   * kept: other connections on the machine may raise it at any time.)
   */
  static int tcpBytes() {
    return tcpBytes(InetAddress.getLoopbackAddress());
  }

  /** The same for a client: one that is told its server's IPv4 address has least room. */
  static int tcpBytes(Situation client) {
    Network network = client.exchange().network();
    boolean anywhere = client.subject().takesHost() && network.ip() == 4;
    return tcpBytes(anywhere ? FreshLoopback.next() : InetAddress.ofLiteral(network.loopback()));
  }

  private static int tcpBytes(InetAddress server) {
    try {
      return SmallWindow.roomBytes(server);
    } catch (IOException | KernelException e) {
      return 0; // The usual sizes have to do.
    }
  }
}
