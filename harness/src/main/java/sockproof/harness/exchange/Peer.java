package sockproof.harness.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sockproof.proxy.plan.Endpoint;

/** Sockproof's own uppercase server for a client under test. */
interface Peer extends AutoCloseable {
  /** Starts the kind of server that the network asks for. */
  static Peer start(Exchange exchange, List<Step> steps, Path directory) throws IOException {
    return exchange.network().isStream()
        ? StreamPeer.start(exchange, steps, directory)
        : DatagramPeer.start(exchange, steps, directory);
  }

  /** Where it listens. */
  Endpoint endpoint() throws IOException;

  /** The messages that it got, in order; a broken one as the sentence that says how. */
  List<String> requests();

  /** Has something done when the first message is there and the client waits for its reply. */
  default void beforeFirstReply(Runnable look) {}

  @Override
  void close() throws IOException;
}
