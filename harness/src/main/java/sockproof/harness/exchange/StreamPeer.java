package sockproof.harness.exchange;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sockproof.proxy.core.Direction;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.message.TextRules;

/**
 * Sockproof's own uppercase server for a client under test. It knows the dialogue: each message is
 * answered with the replies that the dialogue names, in one send, so that replies can also leave
 * together or ahead of their requests. A message that is not in the dialogue gets its uppercase
 * form. It reads the next message only when the last reply has been taken from it.
 */
final class StreamPeer implements Peer {
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final int NARROW_BYTES = 64 * 1024;
  private static final int READ_BYTES = 64 * 1024;

  private final ServerSocketChannel listener;
  private final boolean narrow;
  private final Framing framing;
  private final TextRules text;
  private final Script script;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final Set<SocketChannel> connections = Collections.synchronizedSet(new HashSet<>());

  private StreamPeer(ServerSocketChannel listener, Exchange exchange, List<Step> steps) {
    this.listener = listener;
    this.narrow = exchange.plan().receiveBufferBytes(Direction.TO_CLIENT).isPresent();
    this.framing = exchange.framing();
    this.text = exchange.text();
    this.script = new Script(text, steps);
  }

  /** Starts the server on any free port of loopback, or on a path in a directory. */
  static StreamPeer start(Exchange exchange, List<Step> steps, Path directory) throws IOException {
    ServerSocketChannel listener;
    if (exchange.network().isUnix()) {
      listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      Path path = directory.resolve("peer-" + steps.getFirst().server() + ".sock");
      listener.bind(UnixDomainSocketAddress.of(path));
    } else {
      listener = ServerSocketChannel.open();
      // Where the path is meant to be narrow, our own buffers must not widen it again.
      if (exchange.plan().receiveBufferBytes(Direction.TO_SERVER).isPresent()) {
        listener.setOption(StandardSocketOptions.SO_RCVBUF, NARROW_BYTES);
      }
      listener.bind(new InetSocketAddress(exchange.network().loopback(), 0), 1024);
    }
    StreamPeer peer = new StreamPeer(listener, exchange, steps);
    Thread.ofVirtual().start(peer::acceptAll);
    return peer;
  }

  @Override
  public Endpoint endpoint() throws IOException {
    return SocketAddresses.stream(listener.getLocalAddress());
  }

  @Override
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        SocketChannel connection = listener.accept();
        if (narrow) {
          connection.setOption(StandardSocketOptions.SO_SNDBUF, NARROW_BYTES);
        }
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (ClosedChannelException e) {
      return; // by close()
    } catch (IOException e) {
      requests.add("cannot accept: " + e.getMessage());
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      exchange(connection);
    } catch (IOException e) {
      requests.add("connection ended: " + e.getMessage());
    } catch (MessageException e) {
      requests.add("broken message: " + e.getMessage());
    } finally {
      connections.remove(connection);
    }
  }

  private void exchange(SocketChannel connection) throws IOException, MessageException {
    MessageDecoder decoder = framing.decoder(MAX_MESSAGE_BYTES);
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    List<byte[]> complete = new ArrayList<>();
    boolean open = true;
    while (open) {
      open = connection.read(buffer.clear()) >= 0;
      if (open) {
        decoder.received(buffer.flip(), complete::add);
      } else {
        decoder.ended(complete::add);
      }
      for (byte[] message : complete) {
        ByteBuffer reply = ByteBuffer.wrap(replyTo(message));
        while (reply.hasRemaining()) {
          connection.write(reply);
        }
      }
      complete.clear();
    }
  }

  private byte[] replyTo(byte[] message) throws MessageException {
    String request = text.decode(message);
    requests.add(request);
    ByteBuffer bytes = ByteBuffer.allocate(0);
    for (String reply : script.answerTo(request).replies()) {
      byte[] framed = framing.encode(text.encode(reply));
      bytes = ByteBuffer.allocate(bytes.limit() + framed.length).put(bytes.rewind()).put(framed);
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    List<SocketChannel> open;
    synchronized (connections) {
      open = List.copyOf(connections);
    }
    for (SocketChannel connection : open) {
      connection.close();
    }
  }
}
