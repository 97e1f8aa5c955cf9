package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sockproof.proxy.core.Bytes;

/**
 * Room for several datagrams, filled by one call of recvmmsg(2) and passed on, where they lie, by
 * sendmmsg(2). UDP datagrams of one size go as one buffer through most of the kernel, which cuts it
 * in the end: udp(7), UDP_SEGMENT. Used by one thread at a time; lives as long as the process.
 */
public final class DatagramBatch {
  /** No more datagrams go in one buffer either: UDP_MAX_SEGMENTS of linux/udp.h. */
  private static final int UDP_SLOTS = 64;

  private static final int UDP_SLOT_BYTES = 64 * 1024;
  private static final int UNIX_SLOTS = 8;
  private static final int UNIX_SLOT_BYTES = 256 * 1024;

  private static final int HEADER_BYTES = 64; // struct mmsghdr
  private static final int NAME_LENGTH_OFFSET = 8;
  private static final int IOV_OFFSET = 16;
  private static final int IOV_COUNT_OFFSET = 24;
  private static final int CONTROL_OFFSET = 32;
  private static final int CONTROL_LENGTH_OFFSET = 40;
  private static final int FLAGS_OFFSET = 48;
  private static final int SIZE_OFFSET = 56;
  private static final int IOV_BYTES = 16;
  private static final int IOV_LENGTH_OFFSET = 8;

  private static final int UDP_SEGMENT = 103;
  private static final int CONTROL_BYTES = 24; // CMSG_SPACE(2)
  private static final int CONTROL_HEADER_BYTES = 16;
  private static final int CONTROL_LEVEL_OFFSET = 8;
  private static final int CONTROL_TYPE_OFFSET = 12;

  /** More than this does not fit an IPv4 packet. */
  private static final int MAX_JOINED_BYTES = 65_507;

  private final int slots;
  private final int slotBytes;
  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment payloads;
  private final MemorySegment control;
  private int toPrepare;

  private DatagramBatch(int slots, int slotBytes) {
    Arena arena = Arena.global();
    this.slots = slots;
    this.slotBytes = slotBytes;
    this.headers = arena.allocate((long) slots * HEADER_BYTES, 8);
    this.vectors = arena.allocate((long) slots * IOV_BYTES, 8);
    this.names = arena.allocate((long) slots * SocketName.MAX_SIZE_BYTES, 8);
    this.payloads = arena.allocate((long) slots * slotBytes, 64);
    this.control = arena.allocate(CONTROL_BYTES, 8);
    this.toPrepare = slots;
    control.set(Native.LONG, 0, CONTROL_HEADER_BYTES + Short.BYTES);
    control.set(Native.INT, CONTROL_LEVEL_OFFSET, Native.IPPROTO_UDP);
    control.set(Native.INT, CONTROL_TYPE_OFFSET, UDP_SEGMENT);
    for (int i = 0; i < slots; i++) {
      headers.set(
          ValueLayout.ADDRESS, header(i) + IOV_OFFSET, vectors.asSlice((long) i * IOV_BYTES));
      headers.set(Native.LONG, header(i) + IOV_COUNT_OFFSET, 1);
      vectors.set(ValueLayout.ADDRESS, (long) i * IOV_BYTES, payloads.asSlice(payload(i)));
    }
  }

  /** A batch whose slots hold any UDP datagram. */
  public static DatagramBatch forUdp() {
    return new DatagramBatch(UDP_SLOTS, UDP_SLOT_BYTES);
  }

  /** A batch whose slots hold any datagram that fits the usual buffer of a Unix socket. */
  public static DatagramBatch forUnix() {
    return new DatagramBatch(UNIX_SLOTS, UNIX_SLOT_BYTES);
  }

  /**
   * Takes what waits at a socket, as far as it fits.
   *
   * @return the number of datagrams, or a negated errno
   */
  public int receive(KernelSocket socket) {
    return receive(socket, slots);
  }

  /** Likewise, but takes one datagram at most. */
  public int receiveOne(KernelSocket socket) {
    return receive(socket, 1);
  }

  private int receive(KernelSocket socket, int most) {
    for (int i = 0; i < toPrepare; i++) {
      headers.set(
          ValueLayout.ADDRESS,
          header(i),
          names.asSlice((long) i * SocketName.MAX_SIZE_BYTES, SocketName.MAX_SIZE_BYTES));
      headers.set(Native.INT, header(i) + NAME_LENGTH_OFFSET, SocketName.MAX_SIZE_BYTES);
      vectors.set(Native.LONG, (long) i * IOV_BYTES + IOV_LENGTH_OFFSET, slotBytes);
    }
    int received = Libc.recvmmsg(socket.fd(), headers, most, Native.MSG_DONTWAIT);
    toPrepare = Math.max(0, received);
    return received;
  }

  /** How many datagrams fit, so that a full batch tells that there may be more. */
  public int capacity() {
    return slots;
  }

  /** The size of a received datagram in bytes. */
  public int size(int index) {
    return headers.get(Native.INT, header(index) + SIZE_OFFSET);
  }

  /** True when a datagram was longer than its slot and is not whole. */
  public boolean isTruncated(int index) {
    return (headers.get(Native.INT, header(index) + FLAGS_OFFSET) & Native.MSG_TRUNC) != 0;
  }

  /** Whom a datagram came from; for a Unix socket that is not bound, an unnamed one. */
  public SocketName source(int index) {
    return SocketName.read(name(index), nameLength(index));
  }

  /** True when a datagram came from a name in its encoded form. */
  public boolean isFrom(int index, EncodedName name) {
    int length = nameLength(index);
    return length == name.sizeBytes()
        && MemorySegment.mismatch(name(index), 0, length, name.segment(), 0, length) < 0;
  }

  /** True when two datagrams came from the same socket. */
  public boolean isSameSource(int one, int other) {
    int length = nameLength(one);
    return length == nameLength(other)
        && MemorySegment.mismatch(name(one), 0, length, name(other), 0, length) < 0;
  }

  /** A copy of a datagram's payload. */
  public Bytes bytes(int index) {
    byte[] copy = new byte[size(index)];
    MemorySegment.copy(payloads, ValueLayout.JAVA_BYTE, payload(index), copy, 0, copy.length);
    return Bytes.of(copy);
  }

  /**
   * Passes received datagrams on, where they lie.
   *
   * @param from the first
   * @param end one after the last
   * @return how many the kernel took, at least one, or a negated errno for the first
   */
  public int send(KernelSocket via, int from, int end, EncodedName to) {
    for (int i = from; i < end; i++) {
      vectors.set(Native.LONG, (long) i * IOV_BYTES + IOV_LENGTH_OFFSET, size(i));
    }
    int joined = to.isInet() ? joinable(from, end, via.maxSegmentBytes()) : 1;
    if (joined > 1) {
      int result = sendJoined(via, from, joined, to);
      if (result > 0) {
        return joined;
      }
      if (Errno.EINVAL.is(result) || Errno.EMSGSIZE.is(result) || Errno.EIO.is(result)) {
        via.cannotSegment(size(from));
      }
    }
    for (int i = from; i < end; i++) {
      address(i, to);
    }
    return Libc.sendmmsg(via.fd(), headers.asSlice(header(from)), end - from, Native.MSG_NOSIGNAL);
  }

  /** How many can go together: those of the size of the first, and one shorter one after them. */
  private int joinable(int from, int end, int maxSegmentBytes) {
    int size = size(from);
    if (size == 0 || size > maxSegmentBytes) {
      return 1;
    }
    int most = Math.min(end, from + MAX_JOINED_BYTES / size);
    int next = from + 1;
    while (next < most && size(next) == size) {
      next++;
    }
    return (next < most && size(next) > 0 && size(next) < size ? next + 1 : next) - from;
  }

  private int sendJoined(KernelSocket via, int from, int count, EncodedName to) {
    address(from, to);
    control.set(Native.SHORT, CONTROL_HEADER_BYTES, (short) size(from));
    headers.set(Native.LONG, header(from) + IOV_COUNT_OFFSET, count);
    headers.set(ValueLayout.ADDRESS, header(from) + CONTROL_OFFSET, control);
    headers.set(Native.LONG, header(from) + CONTROL_LENGTH_OFFSET, CONTROL_BYTES);
    int result = Libc.sendmmsg(via.fd(), headers.asSlice(header(from)), 1, Native.MSG_NOSIGNAL);
    headers.set(Native.LONG, header(from) + IOV_COUNT_OFFSET, 1);
    headers.set(ValueLayout.ADDRESS, header(from) + CONTROL_OFFSET, MemorySegment.NULL);
    headers.set(Native.LONG, header(from) + CONTROL_LENGTH_OFFSET, 0);
    return result;
  }

  private void address(int index, EncodedName to) {
    headers.set(ValueLayout.ADDRESS, header(index), to.segment());
    headers.set(Native.INT, header(index) + NAME_LENGTH_OFFSET, to.sizeBytes());
  }

  private MemorySegment name(int index) {
    return names.asSlice((long) index * SocketName.MAX_SIZE_BYTES, SocketName.MAX_SIZE_BYTES);
  }

  private int nameLength(int index) {
    return headers.get(Native.INT, header(index) + NAME_LENGTH_OFFSET);
  }

  private static long header(int index) {
    return (long) index * HEADER_BYTES;
  }

  private long payload(int index) {
    return (long) index * slotBytes;
  }
}
