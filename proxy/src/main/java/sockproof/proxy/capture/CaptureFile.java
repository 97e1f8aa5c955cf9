package sockproof.proxy.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import sockproof.proxy.core.Bytes;

/**
 * A file of whole blocks. Blocks are gathered and written together, so that a file that is read
 * while it grows, or whose writer was killed, mostly ends with a whole block.
 */
final class CaptureFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  /** Where a block says how long it is. */
  private static final int LENGTH_OFFSET = 4;

  /** Makes the file shorter. */
  interface Cutter {
    void cutTo(long lengthBytes) throws IOException;
  }

  private final WritableByteChannel channel;
  private final Cutter cutter;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private long wholeBytes;
  private boolean failed;

  /**
   * A file that is made, or emptied.
   *
   * @throws IOException if it cannot be written
   */
  static CaptureFile create(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new CaptureFile(file, file::truncate);
  }

  CaptureFile(WritableByteChannel channel, Cutter cutter) {
    this.channel = channel;
    this.cutter = cutter;
  }

  /** Adds a block. */
  void write(Bytes block) throws IOException {
    if (block.length() > buffer.remaining()) {
      flush();
    }
    ByteBuffer bytes = ByteBuffer.wrap(block.backingArray(), block.arrayOffset(), block.length());
    if (block.length() > buffer.remaining()) {
      writeWhole(bytes);
    } else {
      buffer.put(bytes);
    }
  }

  /** Writes what was gathered. */
  void flush() throws IOException {
    buffer.flip();
    try {
      writeWhole(buffer);
    } finally {
      buffer.clear();
    }
  }

  private void writeWhole(ByteBuffer blocks) throws IOException {
    int start = blocks.position();
    try {
      while (blocks.hasRemaining()) {
        int _ = channel.write(blocks);
      }
    } catch (IOException e) {
      failed = true;
      cutBack(wholeBytes + wholeBlocks(blocks, start), e);
      throw e;
    }
    wholeBytes += blocks.position() - start;
  }

  /** The length of the blocks that were written to their end. */
  private static int wholeBlocks(ByteBuffer blocks, int start) {
    int end = start;
    while (end < blocks.position()) {
      int next = end + blocks.getInt(end + LENGTH_OFFSET);
      if (next > blocks.position()) {
        break;
      }
      end = next;
    }
    return end - start;
  }

  /** Half of a block is of no use to a reader. */
  private void cutBack(long lengthBytes, IOException why) {
    try {
      cutter.cutTo(lengthBytes);
    } catch (IOException e) {
      why.addSuppressed(e); // a device or a pipe, which keeps nothing
    }
  }

  /** Writes what was gathered, unless writing has failed before, and closes the file. */
  @Override
  public void close() throws IOException {
    try {
      if (!failed) {
        flush();
      }
    } finally {
      channel.close();
    }
  }
}
