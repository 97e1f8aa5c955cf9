package sockproof.harness.bench.peer;

import java.nio.file.Path;
import java.util.List;

/** The registry of relays: a new one is a class and one line here. */
public final class Peers {
  private Peers() {}

  /** All of them, this program's own first. */
  public static List<Peer> all(Path home) {
    return List.of(
        new SockproofPeer(),
        new HaproxyPeer(),
        new NginxPeer(),
        new SocatPeer(),
        new NetcrusherPeer(home));
  }
}
