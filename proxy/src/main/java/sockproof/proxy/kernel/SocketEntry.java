package sockproof.proxy.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One line of the kernel's socket tables.
 *
 * @param kind TCP, UDP or Unix
 * @param local what it is bound to; an unnamed Unix socket has an empty path
 * @param remote what it is connected to; nothing when it is not, or is a Unix socket
 * @param state its state: {@link TcpState} for TCP and Unix streams; a connected UDP socket has
 *     {@link TcpState#ESTABLISHED}, any other {@link TcpState#CLOSE}
 * @param receiveQueueBytes what lies in its receive queue (UDP: with the kernel's bookkeeping; TCP
 *     listener: connections waiting to be accepted)
 * @param sendQueueBytes what lies in its send queue (TCP listener: the most that may wait)
 * @param inode its inode
 */
public record SocketEntry(
    Kind kind,
    SocketName local,
    @Nullable SocketName remote,
    int state,
    long receiveQueueBytes,
    long sendQueueBytes,
    long inode) {
  /** The kinds of socket that are listed. */
  public enum Kind {
    TCP,
    UDP,
    /** Stream and seqpacket. */
    UNIX,
    UNIX_DATAGRAM
  }
}
