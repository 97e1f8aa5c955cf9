package sockproof.reference.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A UDP socket of the JDK. */
final class NioDatagrams implements DatagramEndpoint {
  private final DatagramChannel channel;
  private final Readiness readiness;
  private final SocketAddress local;
  private final boolean connected;

  private NioDatagrams(DatagramChannel channel, Readiness readiness, boolean connected)
      throws IOException {
    this.channel = channel;
    this.readiness = readiness;
    this.local = channel.getLocalAddress();
    this.connected = connected;
  }

  /** Binds; with no address, to a port that the system picks. */
  static NioDatagrams bind(SocketAddress family, @Nullable SocketAddress wanted)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(Addresses.family(family));
    try {
      channel.bind(wanted);
      return new NioDatagrams(channel, new Readiness(channel), false);
    } catch (SocketException e) {
      channel.close();
      throw StreamListener.cannotBind(wanted == null ? family : wanted, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Connects, so that the kernel drops what others send. The JDK throws away what arrived between
   * its bind() and its connect(), which no filter had seen.
   */
  static NioDatagrams connect(SocketAddress peer) throws IOException {
    DatagramChannel channel = DatagramChannel.open(Addresses.family(peer));
    try {
      channel.connect(peer);
      return new NioDatagrams(channel, new Readiness(channel), true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public Optional<ReceivedDatagram> receive(int bufferBytes, Deadline deadline) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bufferBytes);
    while (true) {
      SocketAddress source = channel.receive(buffer);
      if (source != null) {
        byte[] payload = new byte[buffer.flip().remaining()];
        buffer.get(payload);
        return Optional.of(new ReceivedDatagram(payload, source));
      }
      if (readiness.await(SelectionKey.OP_READ, deadline) == 0) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void send(byte[] payload, SocketAddress to, Optional<InetAddress> from, Deadline deadline)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    while (true) {
      int sent = connected ? channel.write(bytes) : channel.send(bytes, to);
      if (sent == payload.length) {
        return;
      }
      // A selector of its own: another thread may be receiving.
      int ready;
      try (Readiness sending = new Readiness(channel)) {
        ready = sending.await(SelectionKey.OP_WRITE, deadline);
      }
      if (ready == 0) {
        throw new DeadlineException("a datagram to " + Addresses.show(to) + " could not be sent");
      }
    }
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public void close() throws IOException {
    readiness.close();
    channel.close();
  }
}
