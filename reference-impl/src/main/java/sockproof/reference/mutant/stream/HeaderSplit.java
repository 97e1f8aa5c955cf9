package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/** Reads the length prefix with one recv(); bytes of it that come later are taken for text. */
final class HeaderSplit extends StreamSteps {
  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return new DecoderWrapper(super.decoder(framing, maxMessageBytes)) {
      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
        boolean[] between = {heldBytes() == 0};
        while (piece.hasRemaining()) {
          if (between[0] && piece.remaining() < Framing.LengthPrefix.PREFIX_BYTES) {
            // The array that recv() did not fill is zero at its end.
            byte[] prefix = new byte[Framing.LengthPrefix.PREFIX_BYTES];
            piece.get(prefix, 0, piece.remaining());
            piece = ByteBuffer.wrap(prefix);
          }
          between[0] = false;
          ByteBuffer one = ByteBuffer.wrap(new byte[] {piece.get()});
          super.received(
              one,
              message -> {
                between[0] = true;
                messages.accept(message);
              });
        }
      }
    };
  }
}
