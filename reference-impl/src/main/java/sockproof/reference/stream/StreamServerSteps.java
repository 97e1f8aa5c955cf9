package sockproof.reference.stream;

import java.io.IOException;

/**
 * The steps of a stream server as a whole, each done correctly here. One object serves one server.
 */
public class StreamServerSteps {
  /** The steps of the next connection. */
  public StreamSteps connection() {
    return new StreamSteps();
  }

  /** Whether each client is served by a thread of its own, so that an idle one stops nobody. */
  public boolean servesManyClients() {
    return true;
  }

  /** Comes before each accept(). */
  public void beforeAccept() throws IOException {}
}
