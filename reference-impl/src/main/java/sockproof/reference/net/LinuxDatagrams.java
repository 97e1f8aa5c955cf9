package sockproof.reference.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sockproof.reference.net.LinuxSocketCalls.ErrnoException;

/**
 * A datagram socket made with the kernel's own calls, for what the JDK has no class for: Unix
 * datagrams, the local address that a UDP datagram was sent to (IP_PKTINFO, IPV6_PKTINFO), and
 * whether it came in fragments (IP_RECVFRAGSIZE). An interrupt closes it, as it does the JDK's
 * blocking channels.
 */
final class LinuxDatagrams extends AbstractInterruptibleChannel implements DatagramEndpoint {
  /** The kernel does not tell when the queue of another Unix socket has room, so ask again. */
  private static final int FULL_QUEUE_RETRY_MILLIS = 2;

  private final int fd;
  private final int wakeFd;
  private final SocketAddress local;
  private volatile boolean connected;
  private final @Nullable Path file;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment payloadBuffer = arena.allocate(WHOLE_DATAGRAM_BYTES, 8);
  private final DatagramHeader received = new DatagramHeader(arena);
  private int callsUnderWay;
  private boolean released;

  private LinuxDatagrams(int fd, int wakeFd, SocketAddress local, @Nullable Path file) {
    this.fd = fd;
    this.wakeFd = wakeFd;
    this.local = local;
    this.file = file;
  }

  /**
   * Binds to a path or to an address; a bound path is removed when the socket is closed.
   *
   * @throws UsageException where the address cannot be had
   */
  static LinuxDatagrams bind(SocketAddress own) throws IOException {
    requireLinux();
    int fd = LinuxSocketCalls.datagramSocket(LinuxSocketAddress.family(own));
    try (Arena arena = Arena.ofConfined()) {
      DatagramHeader.enableReports(fd, LinuxSocketAddress.family(own));
      bind(fd, own, arena);
      Path file = own instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
      MemorySegment name = arena.allocate(LinuxSocketAddress.MAX_BYTES, 8);
      SocketAddress local = LinuxSocketAddress.decode(LinuxSocketCalls.localAddress(fd, name));
      return new LinuxDatagrams(fd, LinuxSocketCalls.eventDescriptor(), local, file);
    } catch (IOException | RuntimeException e) {
      LinuxSocketCalls.close(fd);
      throw e;
    }
  }

  /** Connects a bound socket; what is in its queue stays there, unfiltered. */
  void connect(SocketAddress peer) throws IOException {
    try (Arena connecting = Arena.ofConfined()) {
      LinuxSocketCalls.connect(fd, LinuxSocketAddress.encode(peer, connecting));
      connected = true;
    } catch (ErrnoException e) {
      throw translate(e, peer);
    }
  }

  private static void requireLinux() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      throw new UsageException(
          "this kind of datagram socket needs Linux; use --host with an address instead");
    }
  }

  private static void bind(int fd, SocketAddress own, Arena arena) throws IOException {
    MemorySegment encoded = LinuxSocketAddress.encode(own, arena);
    Path path = own instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
    if (path != null) {
      UnixPaths.checkSocketFile(path);
      if (Files.exists(path)) {
        removeIfLeftBehind(path, encoded);
      }
    }
    try {
      LinuxSocketCalls.bind(fd, encoded);
    } catch (ErrnoException e) {
      throw switch (e.errno()) {
        case LinuxSocketCalls.EADDRINUSE, LinuxSocketCalls.EADDRNOTAVAIL ->
            StreamListener.cannotBind(own, new java.net.BindException(e.getMessage()));
        default -> StreamListener.cannotBind(own, e);
      };
    }
  }

  private static void removeIfLeftBehind(Path path, MemorySegment encoded) throws IOException {
    int probe = LinuxSocketCalls.datagramSocket(LinuxSocketCalls.AF_UNIX);
    try {
      LinuxSocketCalls.connect(probe, encoded);
    } catch (ErrnoException e) {
      if (e.errno() == LinuxSocketCalls.ECONNREFUSED) {
        Files.deleteIfExists(path);
        return;
      }
      throw e;
    } finally {
      LinuxSocketCalls.close(probe);
    }
    throw UnixPaths.inUse(path);
  }

  @Override
  public Optional<ReceivedDatagram> receive(int bufferBytes, Deadline deadline) throws IOException {
    boolean done = false;
    begin();
    enter();
    try {
      MemorySegment buffer = payloadBuffer.asSlice(0, bufferBytes);
      while (true) {
        try {
          long size = LinuxSocketCalls.receiveMessage(fd, received.forReceiving(buffer));
          ReceivedDatagram datagram = received.datagram(buffer.asSlice(0, size).toArray(JAVA_BYTE));
          done = true;
          return Optional.of(datagram);
        } catch (ErrnoException e) {
          if (e.errno() != LinuxSocketCalls.EAGAIN) {
            throw translate(e, local);
          }
        }
        if (deadline.isOver()) {
          done = true;
          return Optional.empty();
        }
        await(LinuxSocketCalls.POLLIN, deadline.pollMillis());
      }
    } finally {
      leave();
      end(done);
    }
  }

  @Override
  public void send(byte[] payload, SocketAddress to, Optional<InetAddress> from, Deadline deadline)
      throws IOException {
    boolean done = false;
    begin();
    enter();
    try (Arena sending = Arena.ofConfined()) {
      MemorySegment bytes = sending.allocate(Math.max(1, payload.length));
      MemorySegment.copy(payload, 0, bytes, JAVA_BYTE, 0, payload.length);
      MemorySegment header =
          new DatagramHeader(sending)
              .forSending(
                  bytes.asSlice(0, payload.length),
                  connected ? MemorySegment.NULL : LinuxSocketAddress.encode(to, sending),
                  from);
      while (true) {
        try {
          LinuxSocketCalls.sendMessage(fd, header);
          done = true;
          return;
        } catch (ErrnoException e) {
          if (e.errno() != LinuxSocketCalls.EAGAIN && e.errno() != LinuxSocketCalls.ENOBUFS) {
            throw translate(e, to);
          }
        }
        if (deadline.isOver()) {
          throw new DeadlineException("a datagram to " + Addresses.show(to) + " was not taken");
        }
        await((short) 0, FULL_QUEUE_RETRY_MILLIS);
      }
    } finally {
      leave();
      end(done);
    }
  }

  private void await(short events, int timeoutMillis) throws IOException {
    LinuxSocketCalls.poll(fd, events, wakeFd, timeoutMillis);
    if (!isOpen()) {
      throw new AsynchronousCloseException();
    }
  }

  private static IOException translate(ErrnoException error, SocketAddress address) {
    return switch (error.errno()) {
      case LinuxSocketCalls.ECONNREFUSED, LinuxSocketCalls.ENOENT -> {
        PortUnreachableException unreachable =
            new PortUnreachableException("nobody is at " + Addresses.show(address));
        unreachable.initCause(error);
        yield unreachable;
      }
      default -> error;
    };
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  private synchronized void enter() throws IOException {
    if (!isOpen()) {
      throw new AsynchronousCloseException();
    }
    callsUnderWay++;
  }

  private synchronized void leave() throws IOException {
    callsUnderWay--;
    releaseIfIdle();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    LinuxSocketCalls.signal(wakeFd);
    synchronized (this) {
      releaseIfIdle();
    }
  }

  /** The numbers of closed descriptors are used again, so no call may be under way. */
  private void releaseIfIdle() throws IOException {
    if (isOpen() || callsUnderWay > 0 || released) {
      return;
    }
    released = true;
    LinuxSocketCalls.close(fd);
    LinuxSocketCalls.close(wakeFd);
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
