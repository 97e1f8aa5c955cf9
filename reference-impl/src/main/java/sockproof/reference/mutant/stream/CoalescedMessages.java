package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/** Takes one message out of a read and forgets what stands behind it. */
final class CoalescedMessages extends StreamSteps {
  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return new DecoderWrapper(super.decoder(framing, maxMessageBytes)) {
      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
        boolean[] complete = {false};
        while (piece.hasRemaining() && !complete[0]) {
          ByteBuffer one = ByteBuffer.wrap(new byte[] {piece.get()});
          super.received(
              one,
              message -> {
                complete[0] = true;
                messages.accept(message);
              });
        }
        piece.position(piece.limit());
      }
    };
  }
}
