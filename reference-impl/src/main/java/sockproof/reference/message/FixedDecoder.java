package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Every {@code size} bytes are one message. */
final class FixedDecoder implements MessageDecoder {
  private final int size;
  private final Accumulator held = new Accumulator();

  FixedDecoder(int size) {
    this.size = size;
  }

  @Override
  public void received(ByteBuffer piece, Consumer<byte[]> messages) {
    while (piece.hasRemaining()) {
      held.add(piece, Math.min(piece.remaining(), size - held.size()));
      if (held.size() == size) {
        messages.accept(held.take(0));
      }
    }
  }

  @Override
  public void ended(Consumer<byte[]> messages) throws MessageException {
    if (held.size() > 0) {
      throw new MessageException(
          "the stream ended after " + held.size() + " of the " + size + " bytes of a message");
    }
  }

  @Override
  public int heldBytes() {
    return held.size();
  }
}
