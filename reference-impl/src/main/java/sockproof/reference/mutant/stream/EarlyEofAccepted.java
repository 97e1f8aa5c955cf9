package sockproof.reference.mutant.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/** What has come of a message when the stream ends is taken for all of it. */
final class EarlyEofAccepted extends StreamSteps {
  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    int prefixBytes =
        framing instanceof Framing.LengthPrefix ? Framing.LengthPrefix.PREFIX_BYTES : 0;
    return new DecoderWrapper(super.decoder(framing, maxMessageBytes)) {
      private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
        while (piece.hasRemaining()) {
          byte next = piece.get();
          begun.write(next);
          super.received(
              ByteBuffer.wrap(new byte[] {next}),
              message -> {
                begun.reset();
                messages.accept(message);
              });
        }
      }

      @Override
      public void ended(Consumer<byte[]> messages) {
        byte[] part = begun.toByteArray();
        if (part.length > prefixBytes) {
          messages.accept(Arrays.copyOfRange(part, prefixBytes, part.length));
        }
      }
    };
  }

  /** A part of a fixed-size message is answered as it is. */
  @Override
  public byte[] encode(Framing framing, byte[] message) throws MessageException {
    return framing instanceof Framing.Fixed ? message : super.encode(framing, message);
  }
}
