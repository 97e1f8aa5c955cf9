package sockproof.proxy.kernel;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches our own output queue, which a Unix socket empties as its peer reads, and then makes sure
 * that the peer has left recv().
 *
 * <p>A recv() takes queued buffers one after the other: it frees one, which empties our queue, and
 * only then looks whether there is another, so that bytes sent between these two steps would join
 * the same result. It holds the peer socket's reader lock all the while. So the probe takes that
 * lock once: it borrows the peer's descriptor for the moment of one peek ({@link UnixPeer}). Where
 * that is forbidden it waits until the queue has been empty for a while instead.
 */
final class UnixReadProbe implements ReadProbe {
  /** The other end of the connection, as far as it can be asked. */
  interface Peer extends AutoCloseable {
    /** What a look at the peer's socket shows. */
    enum Look {
      /** Nothing is queued, and no recv() is under way that took something. */
      NOTHING_TO_READ,
      SOMETHING_TO_READ,
      /** It cannot be asked any more. */
      LOST
    }

    /**
     * Waits for any recv() under way on the peer's socket and tells whether something is queued.
     */
    Look look();

    @Override
    void close();
  }

  /** Many times what a reader needs between its last two steps, even when it is interrupted. */
  private static final long SETTLE_NANOS = 1_000_000;

  private final KernelSocket socket;
  private final Supplier<@Nullable Peer> search;
  private final LongSupplier peerInode;
  private @Nullable SocketReader reader;
  private @Nullable Peer peer;
  private boolean searched;
  private long emptySinceNanos;
  private boolean empty;

  UnixReadProbe(KernelSocket socket, SockDiag diag) {
    this(socket, () -> UnixPeer.find(socket, diag), () -> diag.unixPeerInode(socket.inode()));
  }

  /**
   * A probe.
   *
   * @param search finds the other end, or nothing
   * @param peerInode tells the inode of the other end; 0 for none
   */
  UnixReadProbe(KernelSocket socket, Supplier<@Nullable Peer> search, LongSupplier peerInode) {
    this.socket = socket;
    this.search = search;
    this.peerInode = peerInode;
  }

  @Override
  public Answer ask(long sentBytes, long nowNanos) {
    if (socket.unreadByPeer() != 0) {
      empty = false;
      return Answer.UNREAD;
    }
    if (!searched) {
      searched = true;
      peer = search.get();
    }
    if (peer != null) {
      switch (peer.look()) {
        case NOTHING_TO_READ -> {
          return Answer.READ;
        }
        case SOMETHING_TO_READ -> {
          return Answer.UNREAD;
        }
        case LOST -> {
          peer.close();
          peer = search.get();
        }
      }
    }
    if (!empty) {
      empty = true;
      emptySinceNanos = nowNanos;
    }
    if (nowNanos - emptySinceNanos < SETTLE_NANOS) {
      return Answer.UNREAD;
    }
    // What a socket has not read when it is closed is gone with it.
    return searched && peer == null && peerInode.getAsLong() == 0 ? Answer.GONE : Answer.READ;
  }

  @Override
  public SocketReader.Doing reader() {
    if (reader == null) {
      long inode = peerInode.getAsLong();
      if (inode == 0) {
        return SocketReader.Doing.UNKNOWN;
      }
      reader = new SocketReader(inode);
    }
    return reader.look();
  }

  @Override
  public void close() {
    if (peer != null) {
      peer.close();
      peer = null;
    }
  }
}
