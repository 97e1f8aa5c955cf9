package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** All bytes up to FIN are one message. */
final class EofDecoder implements MessageDecoder {
  private final int maxMessageBytes;
  private final Accumulator held = new Accumulator();

  EofDecoder(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
    if (held.size() + (long) piece.remaining() > maxMessageBytes) {
      throw new MessageException("the message is longer than " + maxMessageBytes + " bytes");
    }
    held.add(piece, piece.remaining());
  }

  @Override
  public void ended(Consumer<byte[]> messages) {
    messages.accept(held.take(0));
  }

  @Override
  public int heldBytes() {
    return held.size();
  }
}
