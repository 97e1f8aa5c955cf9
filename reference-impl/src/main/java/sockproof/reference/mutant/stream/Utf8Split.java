package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/** Decodes each piece by itself, so a character that is cut becomes replacement characters. */
final class Utf8Split extends StreamSteps {
  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return new DecoderWrapper(super.decoder(framing, maxMessageBytes)) {
      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
        String text = StandardCharsets.UTF_8.decode(piece).toString();
        super.received(StandardCharsets.UTF_8.encode(text), messages);
      }
    };
  }
}
