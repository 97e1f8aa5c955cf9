package sockproof.proxy.kernel;

import java.util.function.BooleanSupplier;

/**
 * Looks at the output queue of a Unix socket of ours, which its receivers empty as they read. A
 * call that reads may still be under way when the queue is empty: enough to tell that something was
 * read, and not enough for lockstep, for which there is {@link UnixReadProbe}.
 */
final class OutputQueueProbe implements ReadProbe {
  private final KernelSocket socket;
  private final BooleanSupplier isReceiverThere;

  /**
   * A probe.
   *
   * @param socket our end; it must stay open as long as the probe is used
   * @param isReceiverThere asked when the queue is empty: what a socket has not read when it is
   *     closed leaves the queue, too
   */
  OutputQueueProbe(KernelSocket socket, BooleanSupplier isReceiverThere) {
    this.socket = socket;
    this.isReceiverThere = isReceiverThere;
  }

  @Override
  public Answer ask(long sentBytes, long nowNanos) {
    if (socket.unreadByPeer() != 0) {
      return Answer.UNREAD;
    }
    return isReceiverThere.getAsBoolean() ? Answer.READ : Answer.GONE;
  }

  @Override
  public SocketReader.Doing reader() {
    return SocketReader.Doing.UNKNOWN;
  }

  @Override
  public void close() {}
}
