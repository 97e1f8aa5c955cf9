package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;

/** A decoder that leaves to the correct one whatever a mutant does not override. */
class DecoderWrapper implements MessageDecoder {
  private final MessageDecoder correct;

  DecoderWrapper(MessageDecoder correct) {
    this.correct = correct;
  }

  @Override
  public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
    correct.received(piece, messages);
  }

  @Override
  public void ended(Consumer<byte[]> messages) throws MessageException {
    correct.ended(messages);
  }

  @Override
  public int heldBytes() {
    return correct.heldBytes();
  }
}
