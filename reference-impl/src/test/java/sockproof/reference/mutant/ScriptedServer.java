package sockproof.reference.mutant;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A TCP server of plain Java sockets that does to its one client what a test says. */
final class ScriptedServer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What it does with a connection, which is closed afterwards. */
  interface Script {
    void serve(Socket client) throws Exception;
  }

  private final ServerSocket listening;
  private final Thread thread;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile @Nullable Socket current;

  private ScriptedServer(int receiveBufferBytes, Script script) throws IOException {
    listening = new ServerSocket();
    if (receiveBufferBytes > 0) {
      listening.setReceiveBufferSize(receiveBufferBytes);
    }
    listening.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    thread = Thread.ofPlatform().daemon().start(() -> run(script));
  }

  static ScriptedServer start(Script script) throws IOException {
    return new ScriptedServer(0, script);
  }

  static ScriptedServer startWithReceiveBuffer(int bytes, Script script) throws IOException {
    return new ScriptedServer(bytes, script);
  }

  private void run(Script script) {
    try (Socket client = listening.accept()) {
      current = client;
      client.setSoTimeout((int) LIMIT.toMillis());
      script.serve(client);
    } catch (Exception e) {
      failure.set(e);
    }
  }

  String port() {
    return "" + listening.getLocalPort();
  }

  /** Whether something that the script has not read yet came from the client. */
  boolean hasReceived() throws IOException {
    Socket client = current;
    return client != null && client.getInputStream().available() > 0;
  }

  /** Reads exactly so many bytes. */
  static String read(Socket client, int count) throws IOException {
    byte[] bytes = client.getInputStream().readNBytes(count);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Reads until the client closes or resets its side. */
  static void awaitEnd(Socket client) {
    try {
      while (client.getInputStream().read() >= 0) {
        // Whatever the client still says is of no interest here.
      }
    } catch (IOException e) {
      // A reset is an end too.
    }
  }

  /** Closes with RST. */
  static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  /** Waits for the script's end, which must be without an error. */
  void awaitScript() throws InterruptedException {
    if (!thread.join(LIMIT)) {
      throw new AssertionError("the script goes on for too long");
    }
    Exception e = failure.get();
    if (e != null) {
      throw new AssertionError("the script failed", e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    Socket client = current;
    if (client != null) {
      client.close();
    }
  }
}
