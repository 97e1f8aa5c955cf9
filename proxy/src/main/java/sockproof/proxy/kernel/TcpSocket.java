package sockproof.proxy.kernel;

/**
 * What the kernel knows of one TCP socket.
 *
 * @param state its state, see {@link TcpState}
 * @param unreadBytes what lies in its receive queue: received in order and not read by the program;
 *     a FIN that was not read counts as one
 * @param receivedBytes what it has received in order in all, read after {@code unreadBytes} and
 *     under the socket's lock; -1 for a socket that is closed or that belongs to no program any
 *     more
 * @param receivedSegments how many segments with data it has received in all; -1 where the kernel
 *     does not count them
 * @param inode its inode, 0 when it belongs to no program any more
 */
public record TcpSocket(
    int state, long unreadBytes, long receivedBytes, long receivedSegments, long inode) {}
