package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/** Looks for CR LF inside each piece, so one that is cut between the two is not seen. */
final class DelimiterSplit extends StreamSteps {
  private static final byte STAND_IN = 0x1a;

  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return new DecoderWrapper(super.decoder(framing, maxMessageBytes)) {
      private boolean endedWithCr;

      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
        ByteBuffer seen = ByteBuffer.allocate(piece.remaining()).put(piece).flip();
        if (endedWithCr && seen.get(0) == '\n') {
          // The correct decoder would see the delimiter; keep it from that.
          seen.put(0, STAND_IN);
        }
        endedWithCr = seen.get(seen.limit() - 1) == '\r';
        super.received(seen, messages);
      }
    };
  }
}
