import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Uppercase server over UDP: a DatagramChannel bound to the address it was told.
 *
 * <p>Usage: java UdpServer HOST PORT
 */
public final class UdpServer {
  private static final int ANSWERS_PER_SECOND = 10;
  private static final int REMEMBERED_CLIENTS = 1024;

  /** The second, and how many requests of the same text came in it: two servers must not loop. */
  private record Seen(String request, long second, int count) {}

  private final Map<SocketAddress, Seen> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SocketAddress, Seen> eldest) {
          return size() > REMEMBERED_CLIENTS;
        }
      };

  private UdpServer() {}

  public static void main(String[] arguments) throws IOException {
    InetAddress host = arguments.length == 2 ? InetAddress.getByName(arguments[0]) : null;
    if (host == null || host.isAnyLocalAddress()) {
      System.err.println("usage: java UdpServer HOST PORT (one address: replies leave from it)");
      System.exit(2);
    }
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.bind(new InetSocketAddress(host, Integer.parseInt(arguments[1])));
      new UdpServer().serve(channel);
    }
  }

  private void serve(DatagramChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(65_535);
    while (true) {
      buffer.clear();
      SocketAddress client = channel.receive(buffer);
      String request =
          new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
      if (!request.isEmpty() && isAllowed(client, request)) {
        try {
          channel.send(
              ByteBuffer.wrap(answer(request).getBytes(StandardCharsets.ISO_8859_1)), client);
        } catch (IOException error) {
          System.err.println("no reply to " + client + ": " + error.getMessage());
        }
      }
    }
  }

  private static String answer(String request) {
    boolean ascii = request.chars().allMatch(character -> character < 128);
    return ascii ? request.toUpperCase(java.util.Locale.ROOT) : "ERROR only ASCII is understood";
  }

  private boolean isAllowed(SocketAddress client, String request) {
    long second = System.nanoTime() / 1_000_000_000;
    Seen last = seen.get(client);
    boolean again = last != null && last.second() == second && last.request().equals(request);
    Seen now = new Seen(request, second, again ? last.count() + 1 : 1);
    seen.put(client, now);
    return now.count() <= ANSWERS_PER_SECOND;
  }
}
