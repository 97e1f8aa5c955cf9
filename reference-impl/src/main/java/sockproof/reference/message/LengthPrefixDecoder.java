package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Four bytes, unsigned big-endian, then as many bytes as they say. */
final class LengthPrefixDecoder implements MessageDecoder {
  private final int maxMessageBytes;
  private final Accumulator prefix = new Accumulator();
  private final Accumulator body = new Accumulator();
  private int wanted;

  LengthPrefixDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
    while (piece.hasRemaining()) {
      if (prefix.size() < Framing.LengthPrefix.PREFIX_BYTES) {
        prefix.add(piece.get());
        if (prefix.size() == Framing.LengthPrefix.PREFIX_BYTES) {
          wanted = readLength();
        }
      } else {
        body.add(piece, Math.min(piece.remaining(), wanted - body.size()));
      }
      if (prefix.size() == Framing.LengthPrefix.PREFIX_BYTES && body.size() == wanted) {
        prefix.take(0);
        messages.accept(body.take(0));
      }
    }
  }

  private int readLength() throws MessageException {
    long length = 0;
    for (int i = 0; i < Framing.LengthPrefix.PREFIX_BYTES; i++) {
      length = length << 8 | (prefix.at(i) & 0xff);
    }
    if (length > maxMessageBytes) {
      throw new MessageException(
          "the message has " + length + " bytes and the longest allowed is " + maxMessageBytes);
    }
    return (int) length;
  }

  @Override
  public void ended(Consumer<byte[]> messages) throws MessageException {
    if (prefix.size() == Framing.LengthPrefix.PREFIX_BYTES) {
      throw new MessageException(
          "the stream ended after " + body.size() + " of the " + wanted + " bytes of a message");
    }
    if (prefix.size() > 0) {
      throw new MessageException("the stream ended inside a length prefix");
    }
  }

  @Override
  public int heldBytes() {
    return prefix.size() + body.size();
  }
}
