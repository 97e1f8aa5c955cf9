package sockproof.proxy.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/** What a small receive window is worth on this machine at the moment. */
public final class SmallWindow {
  private static final int WINDOW_BYTES = 4096;
  private static final int CHUNK_BYTES = 64 * 1024;

  private SmallWindow() {}

  /**
   * How many bytes a TCP sender's kernel takes, over loopback, for a relay that reads nothing and
   * has the smallest window, before send() takes fewer than it is given.
   *
   * @param loopback the address at which the relay listens
   * @throws IOException where no connection can be made
   */
  public static int roomBytes(InetAddress loopback) throws IOException {
    SocketName any = SocketName.Inet.of(loopback, 0);
    try (KernelSocket listener = KernelSocket.openStream(any)) {
      StreamEntrance.narrow(listener, any, WINDOW_BYTES);
      listener.bind(any);
      listener.listen(1);
      int port = ((SocketName.Inet) listener.localName()).port();
      try (SocketChannel sender = SocketChannel.open(new InetSocketAddress(loopback, port))) {
        sender.configureBlocking(false);
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        int taken = 0;
        int written = sender.write(chunk);
        while (written > 0) {
          taken += written;
          written = sender.write(chunk.clear());
        }
        return taken;
      }
    }
  }
}
