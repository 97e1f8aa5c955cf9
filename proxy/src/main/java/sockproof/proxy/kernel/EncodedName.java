package sockproof.proxy.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A name in the kernel's form, to be used over and over.
 *
 * @param segment the {@code sockaddr}
 * @param sizeBytes its size
 */
public record EncodedName(MemorySegment segment, int sizeBytes) {
  /** Encodes a name, in memory that goes with this object. */
  public static EncodedName of(SocketName name) {
    MemorySegment segment = Arena.ofAuto().allocate(SocketName.MAX_SIZE_BYTES, 8);
    return new EncodedName(segment, name.write(segment));
  }

  /** True for an address of UDP or TCP. */
  boolean isInet() {
    return segment.get(Native.SHORT, 0) != Native.AF_UNIX;
  }

  /** True for the name of a Unix socket that is not bound, to which nothing can be sent. */
  public boolean isUnnamed() {
    return sizeBytes <= 2;
  }
}
