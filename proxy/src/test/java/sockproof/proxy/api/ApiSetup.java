package sockproof.proxy.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceSink;

/** An API over no proxies yet, and a server that they may lead to. */
final class ApiSetup implements AutoCloseable {
  static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  final Proxies proxies =
      new Proxies(name -> TraceSink.NONE, RelayConfig.Recorded.FAULTS_AND_ERRORS);
  final ServerSocket server = new ServerSocket(0, 50, LOOPBACK);
  final ApiServer api;
  private final HttpClient http = HttpClient.newHttpClient();

  ApiSetup(Optional<String> token) throws IOException {
    api = ApiServer.start(new InetSocketAddress(LOOPBACK, 0), token, proxies, "test");
  }

  /** The address of the server behind the proxies. */
  String upstream() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** A request; headers as name, value, name, value. */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.address().getPort() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A client of a proxy that listens on an address such as {@code 127.0.0.1:4711}. */
  static Socket connect(String listen) throws IOException {
    return new Socket(LOOPBACK, Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1)));
  }

  @Override
  public void close() throws IOException {
    api.close();
    proxies.close();
    server.close();
    http.close();
  }
}
