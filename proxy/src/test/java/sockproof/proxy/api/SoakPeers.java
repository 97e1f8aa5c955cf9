package sockproof.proxy.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sockproof.proxy.plan.Endpoint;

/** The echo servers of the soak, and its clients, which compare what comes back. */
final class SoakPeers implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int MAX_BYTES = 20_000;
  private static final int DATAGRAM_BYTES = 1000;
  private static final int MAX_ROUNDS = 5;

  private final ServerSocket streams = new ServerSocket(0, 1000, ApiSetup.LOOPBACK);
  private final DatagramSocket datagrams = new DatagramSocket(0, ApiSetup.LOOPBACK);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  SoakPeers() throws IOException {
    Future<?> _ = threads.submit(this::serveStreams);
    Future<?> _ = threads.submit(this::serveDatagrams);
  }

  String upstream(String kind) {
    return kind
        + "://127.0.0.1:"
        + (kind.equals("udp") ? datagrams.getLocalPort() : streams.getLocalPort());
  }

  private void serveStreams() {
    try {
      while (true) {
        Socket socket = streams.accept();
        Future<?> _ =
            threads.submit(
                () -> {
                  try (socket) {
                    return socket.getInputStream().transferTo(socket.getOutputStream());
                  }
                });
      }
    } catch (IOException e) {
      assertTrue(streams.isClosed(), e::toString);
    }
  }

  private void serveDatagrams() {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
    try {
      while (true) {
        packet.setLength(MAX_BYTES);
        datagrams.receive(packet);
        datagrams.send(packet);
      }
    } catch (IOException e) {
      assertTrue(datagrams.isClosed(), e::toString);
    }
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(MAX_BYTES)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Socket connect(String listen) throws IOException {
    Endpoint.Tcp endpoint = (Endpoint.Tcp) Endpoint.parse(listen);
    Socket socket = new Socket(InetAddress.ofLiteral(endpoint.host()), endpoint.port());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** One connection: all that is sent comes back, and then the end. */
  void stream(String listen, Random random) throws IOException {
    try (Socket socket = connect(listen)) {
      InputStream in = socket.getInputStream();
      for (int round = random.nextInt(MAX_ROUNDS); round >= 0; round--) {
        byte[] sent = bytes(random);
        socket.getOutputStream().write(sent);
        if (round == 0) {
          socket.shutdownOutput();
        }
        assertArrayEquals(sent, in.readNBytes(sent.length));
      }
      assertEquals(-1, in.read());
    }
  }

  /** One connection that may be cut short: what comes back is the beginning of what was sent. */
  void streamUntilItEnds(String listen, Random random) {
    byte[] sent = bytes(random);
    byte[] got = new byte[sent.length];
    int size = 0;
    try (Socket socket = connect(listen)) {
      socket.getOutputStream().write(sent);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      int read = 0;
      while (read >= 0 && size < got.length) {
        read = in.read(got, size, got.length - size);
        size += Math.max(0, read);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("neither bytes nor an end came in " + TIMEOUT_MILLIS + " ms", e);
    } catch (IOException e) {
      assertTrue(size <= sent.length, e::toString); // it was refused or reset, as it may be
    }
    assertEquals(-1, Arrays.mismatch(Arrays.copyOf(sent, size), Arrays.copyOf(got, size)));
  }

  /**
   * Some datagrams, one after the other: each comes back as it was sent, perhaps more than once.
   */
  void datagrams(String listen, Random random) throws IOException {
    int port = ((Endpoint.Udp) Endpoint.parse(listen)).port();
    try (DatagramSocket socket = new DatagramSocket(0, ApiSetup.LOOPBACK)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(ApiSetup.LOOPBACK, port));
      long id = random.nextLong(); // what a former owner of the port still gets has another
      for (int round = 0; round < MAX_ROUNDS; round++) {
        byte[] sent = Arrays.copyOf(bytes(random), DATAGRAM_BYTES);
        ByteBuffer.wrap(sent).putLong(id).putInt(round);
        socket.send(new DatagramPacket(sent, sent.length));
        DatagramPacket got = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
        ByteBuffer head = ByteBuffer.wrap(got.getData());
        do {
          got.setLength(MAX_BYTES);
          socket.receive(got);
        } while (head.getLong(0) != id || head.getInt(Long.BYTES) < round);
        assertArrayEquals(sent, Arrays.copyOf(got.getData(), got.getLength()));
      }
    }
  }

  @Override
  public void close() throws IOException {
    streams.close();
    datagrams.close();
    threads.close();
  }
}
