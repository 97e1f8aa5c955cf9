package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/** Whatever one recv() gives is one message. */
final class SingleRecv extends StreamSteps {
  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return new MessageDecoder() {
      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        messages.accept(strip(framing, bytes));
      }

      @Override
      public void ended(Consumer<byte[]> messages) {}

      @Override
      public int heldBytes() {
        return 0;
      }
    };
  }

  private static byte[] strip(Framing framing, byte[] bytes) {
    int from = framing instanceof Framing.LengthPrefix ? Framing.LengthPrefix.PREFIX_BYTES : 0;
    int to = bytes.length;
    if (framing instanceof Framing.Line || framing instanceof Framing.Crlf) {
      to -= endsWith(bytes, to, '\n') ? 1 : 0;
    }
    if (framing instanceof Framing.Crlf) {
      to -= endsWith(bytes, to, '\r') ? 1 : 0;
    }
    return Arrays.copyOfRange(bytes, Math.min(from, to), to);
  }

  private static boolean endsWith(byte[] bytes, int size, char wanted) {
    return size > 0 && bytes[size - 1] == wanted;
  }

  /** A part of a fixed-size message is answered as it is. */
  @Override
  public byte[] encode(Framing framing, byte[] message) throws MessageException {
    return framing instanceof Framing.Fixed ? message : super.encode(framing, message);
  }
}
