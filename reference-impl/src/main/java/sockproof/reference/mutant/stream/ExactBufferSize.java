package sockproof.reference.mutant.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.stream.StreamSteps;

/**
 * Fills a buffer of 1024 bytes, puts it aside when it is full and looks for the end of the message
 * only in one that is not: a message whose bytes fill the last buffer exactly waits for more.
 */
final class ExactBufferSize extends StreamSteps {
  private static final int BUFFER_BYTES = 1024;

  @Override
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return new DecoderWrapper(super.decoder(framing, maxMessageBytes)) {
      private final Queue<byte[]> overlooked = new ArrayDeque<>();
      private int messageBytes;

      @Override
      public void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException {
        deliver(messages);
        while (piece.hasRemaining()) {
          messageBytes++;
          ByteBuffer one = ByteBuffer.wrap(new byte[] {piece.get()});
          super.received(
              one,
              message -> {
                overlooked.add(message);
                if (messageBytes % BUFFER_BYTES != 0) {
                  deliver(messages);
                }
                messageBytes = 0;
              });
        }
      }

      @Override
      public void ended(Consumer<byte[]> messages) throws MessageException {
        deliver(messages);
        super.ended(messages);
      }

      private void deliver(Consumer<byte[]> messages) {
        while (!overlooked.isEmpty()) {
          messages.accept(overlooked.remove());
        }
      }
    };
  }
}
