import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Uppercase client over UDP: a new connected DatagramSocket for every message, retries with
 * backoff.
 *
 * <p>Usage: java UdpClient HOST PORT < messages
 */
public final class UdpClient {
  private static final int[] WAITS_MILLIS = {400, 700, 1100};

  private UdpClient() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: java UdpClient HOST PORT < messages");
      System.exit(2);
    }
    InetAddress host = InetAddress.getByName(arguments[0]);
    InetSocketAddress server = new InetSocketAddress(host, Integer.parseInt(arguments[1]));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String message = input.readLine(); message != null; message = input.readLine()) {
      String reply = ask(server, message.getBytes(StandardCharsets.US_ASCII));
      if (reply == null) {
        System.err.println("UdpClient: no reply after " + WAITS_MILLIS.length + " tries");
        System.exit(1);
      }
      System.out.println("Reply from " + host.getHostAddress() + ": " + reply);
    }
  }

  private static String ask(InetSocketAddress server, byte[] message) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      for (int wait : WAITS_MILLIS) {
        send(socket, message);
        String reply = receive(socket, System.nanoTime() + wait * 1_000_000L);
        if (reply != null) {
          return reply;
        }
      }
      return null;
    }
  }

  private static void send(DatagramSocket socket, byte[] message) throws IOException {
    try {
      socket.send(new DatagramPacket(message, message.length));
    } catch (PortUnreachableException error) {
      // It tells of the try before; this one has not left yet.
      socket.send(new DatagramPacket(message, message.length));
    }
  }

  private static String receive(DatagramSocket socket, long deadline) throws IOException {
    byte[] buffer = new byte[65_535];
    long remaining = deadline - System.nanoTime();
    while (remaining > 0) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      socket.setSoTimeout((int) (remaining / 1_000_000) + 1);
      try {
        socket.receive(packet);
        if (packet.getLength() > 0) {
          return new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII);
        }
      } catch (SocketTimeoutException over) {
        return null;
      } catch (PortUnreachableException error) {
        System.err.println("UdpClient: nobody is at that port yet");
      }
      remaining = deadline - System.nanoTime();
    }
    return null;
  }
}
