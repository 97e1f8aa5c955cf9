package sockproof.proxy.relay;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/**
 * A socket on an event loop, told of by edges: an event comes once when something changes, so that
 * a connection that nobody reads from costs nothing, whatever its peer did to it. (With levels,
 * epoll reports a socket that was reset again and again, and no interest set can silence that.)
 */
final class EdgeSocket implements EpollIoHandle {
  /** There may be something to read, or the end of the stream. */
  static final int READABLE = 0x1;

  /** There may be room to write again, or connect() has ended. */
  static final int WRITABLE = 0x4;

  /** The socket has an error: its peer reset it, or an ICMP error came. */
  static final int ERROR = 0x8;

  /** Both directions are shut down. */
  static final int HANG_UP = 0x10;

  /** The peer has sent its FIN; it may lie behind bytes that were not read yet. */
  static final int PEER_SHUT_DOWN = 0x2000;

  /** Any sign that the end of the stream, or an error, can be met by reading. */
  static final int ENDING = ERROR | HANG_UP | PEER_SHUT_DOWN;

  private static final int EDGES = 1 << 31;
  private static final EpollIoOps READING = EpollIoOps.valueOf(READABLE | PEER_SHUT_DOWN | EDGES);
  private static final EpollIoOps READING_AND_WRITING =
      EpollIoOps.valueOf(READABLE | WRITABLE | PEER_SHUT_DOWN | EDGES);

  /** Whoever owns a socket. */
  interface Owner {
    /** Something may have changed at a socket; only a hint, since a call may come for nothing. */
    void ready(EdgeSocket socket, int events);
  }

  private final KernelSocket socket;
  private final FileDescriptor descriptor;
  private final Owner owner;
  private final boolean unix;
  private @Nullable IoRegistration registration;
  private boolean asksForWritable;
  private boolean closed;
  private int seen;

  /**
   * A socket that is yet to be registered.
   *
   * @param name its own name or its peer's
   */
  EdgeSocket(KernelSocket socket, SocketName name, Owner owner) {
    this.unix = name instanceof SocketName.Unix;
    this.socket = socket;
    this.descriptor = new FileDescriptor(socket.fd());
    this.owner = owner;
  }

  /** The socket itself. */
  KernelSocket socket() {
    return socket;
  }

  /** Begins to watch, on the loop's own thread. */
  void register(EdgeLoop loop, boolean writableToo) {
    registration = loop.events().register(this).getNow();
    if (registration == null) {
      throw new IllegalStateException("an event loop refused a socket");
    }
    asksForWritable = writableToo;
    registration.submit(writableToo ? READING_AND_WRITING : READING);
  }

  /**
   * Says whether {@link #WRITABLE} is of interest. Asking for it also makes it come again when
   * there is room already.
   */
  void askForWritable(boolean wanted) {
    if (registration != null && wanted != asksForWritable) {
      asksForWritable = wanted;
      registration.submit(wanted ? READING_AND_WRITING : READING);
    }
  }

  /**
   * What waited for {@link #WRITABLE} has been sent. A TCP socket tells of it again only after it
   * was full again, so asking on costs nothing; a Unix socket tells whenever its peer reads.
   */
  void isDrained() {
    if (unix) {
      askForWritable(false);
    }
  }

  /** Keeps in mind what happened before anybody read. */
  void remember(int events) {
    seen |= events;
  }

  /** What happened before anybody read. */
  int seen() {
    return seen;
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    if (!closed) {
      owner.ready(this, ((EpollIoEvent) event).ops().value());
    }
  }

  /** True after {@link #close}. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      // A closed descriptor leaves its epoll by itself, which saves the call that takes it out.
      socket.release();
      try {
        descriptor.close();
      } catch (IOException e) {
        throw new AssertionError("closing a socket failed", e);
      }
      if (registration != null) {
        registration.cancel();
      }
    }
  }
}
