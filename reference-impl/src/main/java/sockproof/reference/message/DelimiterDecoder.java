package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A message ends with a delimiter of one or two bytes, which may arrive in two pieces. */
final class DelimiterDecoder implements MessageDecoder {
  private final byte[] delimiter;
  private final int maxMessageBytes;
  private final Accumulator held = new Accumulator();

  DelimiterDecoder(byte[] delimiter, int maxMessageBytes) {
    this.delimiter = delimiter;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
    while (piece.hasRemaining()) {
      held.add(piece.get());
      if (endsWithDelimiter()) {
        messages.accept(held.take(delimiter.length));
      } else if (held.size() >= maxMessageBytes + delimiter.length) {
        throw new MessageException("the message is longer than " + maxMessageBytes + " bytes");
      }
    }
  }

  private boolean endsWithDelimiter() {
    int start = held.size() - delimiter.length;
    if (start < 0) {
      return false;
    }
    for (int i = 0; i < delimiter.length; i++) {
      if (held.at(start + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void ended(Consumer<byte[]> messages) throws MessageException {
    if (held.size() > 0) {
      throw new MessageException(
          "the stream ended after " + held.size() + " bytes of a message, before its end of line");
    }
  }

  @Override
  public int heldBytes() {
    return held.size();
  }
}
