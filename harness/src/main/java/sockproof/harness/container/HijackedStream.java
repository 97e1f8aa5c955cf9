package sockproof.harness.container;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;

/**
 * A connection to Docker that has become the standard input and outputs of a process (Docker Engine
 * API, "Attach to a container": HTTP upgrade, then frames with a header of eight bytes). Docker's
 * Java client cannot end the input of a process without giving up its output; here it is the
 * connection's half-close. One thread may read while another writes.
 */
final class HijackedStream implements AutoCloseable {
  private static final int HEADER_BYTES = 8;
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  private final SocketChannel channel;

  private HijackedStream(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * What the process printed at once.
   *
   * @param isError whether on standard error
   */
  record Frame(boolean isError, Bytes bytes) {}

  /**
   * Asks for a stream.
   *
   * @param socket where Docker listens
   * @param resource what is posted to, such as {@code /exec/ID/start}
   * @param json the body
   * @throws IOException where Docker does not grant it
   */
  static HijackedStream open(Path socket, String resource, String json) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    boolean granted = false;
    try {
      HijackedStream stream = new HijackedStream(channel);
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      String head =
          "POST %s HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
                  .formatted(resource)
              + "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      stream.write(head.getBytes(StandardCharsets.US_ASCII));
      stream.write(body);
      String answer = stream.readHead().lines().findFirst().orElse("");
      if (!answer.contains(" 101 ")) {
        throw new IOException("Docker answers " + answer);
      }
      granted = true;
      return stream;
    } finally {
      if (!granted) {
        channel.close();
      }
    }
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0) {
      if (head.length() > MAX_HEAD_BYTES || !fill(one)) {
        throw new IOException("Docker's answer is not HTTP");
      }
      head.append((char) one.flip().get());
      one.clear();
    }
    return head.toString();
  }

  /** Writes to the process's standard input; waits until Docker has taken it. */
  void write(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Ends the process's standard input. */
  void endInput() throws IOException {
    channel.shutdownOutput();
  }

  /** Waits for what the process prints; null when it has ended. */
  @Nullable Frame read() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    if (!fill(header)) {
      return null;
    }
    header.flip();
    boolean isError = header.get() == 2;
    ByteBuffer payload = ByteBuffer.allocate(header.getInt(4));
    if (!fill(payload)) {
      throw new EOFException("Docker's stream ends inside a frame");
    }
    return new Frame(isError, Bytes.of(payload.array()));
  }

  /** Fills a buffer; false where the stream ends before its first byte. */
  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        if (buffer.position() > 0) {
          throw new EOFException("Docker's stream ends inside a frame");
        }
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
