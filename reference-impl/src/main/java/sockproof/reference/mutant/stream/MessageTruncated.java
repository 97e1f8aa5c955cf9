package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/** Keeps the first 4096 bytes of a message and drops the rest of it. */
final class MessageTruncated extends StreamSteps {
  private static final int BUFFER_BYTES = 4096;

  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return new DecoderWrapper(super.decoder(framing, maxMessageBytes)) {
      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
        super.received(piece, message -> messages.accept(cut(message)));
      }

      @Override
      public void ended(Consumer<byte[]> messages) throws MessageException {
        super.ended(message -> messages.accept(cut(message)));
      }
    };
  }

  private static byte[] cut(byte[] message) {
    return message.length <= BUFFER_BYTES ? message : Arrays.copyOf(message, BUFFER_BYTES);
  }
}
