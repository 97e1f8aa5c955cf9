package sockproof.reference.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageDecoder;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.Deadline;
import sockproof.reference.net.ExchangeException;
import sockproof.reference.net.StreamSocket;

/**
 * The steps of one end of one stream connection, each done correctly here. A mutant overrides the
 * one step that its bug is in. An object serves one connection and one thread.
 */
public class StreamSteps {
  /** The decoder of what the other side sends. */
  public MessageDecoder decoder(Framing framing, int maxMessageBytes) {
    return framing.decoder(maxMessageBytes);
  }

  /** The bytes that carry a message to the other side. */
  public byte[] encode(Framing framing, byte[] message) throws MessageException {
    return framing.encode(message);
  }

  /** One recv(): how many bytes it took, 0 if none is there, -1 after FIN. */
  public int read(StreamSocket socket, ByteBuffer into) throws IOException {
    return socket.read(into);
  }

  /** One send(). What remains in the buffer afterwards is sent later. */
  public void write(StreamSocket socket, ByteBuffer from) throws IOException {
    socket.write(from);
  }

  /** Whether input is read while output waits for the other side to take it. */
  public boolean readsWhileWriting() {
    return true;
  }

  /** The other side sent FIN and there is nothing more to send to it. */
  public void endOfInput(StreamSocket socket) throws IOException {}

  /** The connection broke; the error is handled by whoever called. */
  public void broken(IOException error) throws IOException {}

  /** Closes after FIN; {@code heldBytes} is the size of an incomplete message that came before. */
  public void close(StreamSocket socket, int heldBytes) throws IOException {
    socket.close();
  }

  /** Until when a client waits for the next whole reply. */
  public Deadline replyDeadline(Duration timeout) {
    return Deadline.after(timeout);
  }

  /** An exchange failed; the client says so in one sentence afterwards. */
  public void failed(ExchangeException why) {}

  /** A server was sent a message that breaks the rules; the error reply is sent afterwards. */
  public void refused(MessageException why) {}
}
