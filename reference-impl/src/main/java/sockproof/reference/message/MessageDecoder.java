package sockproof.reference.message;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Puts messages together from the bytes of a stream, which arrive in pieces of any size (POSIX
 * {@code recv()} may return fewer bytes than were asked for). One decoder serves one direction of
 * one connection and is used by one thread.
 */
public interface MessageDecoder {
  /**
   * Takes the bytes of one {@code recv()} and hands on, in order, each message that they complete.
   *
   * @throws MessageException where the next message is longer than allowed; what follows it cannot
   *     be told apart, so the stream is of no more use
   */
  void received(ByteBuffer piece, Consumer<byte[]> messages) throws MessageException;

  /**
   * The sender closed its direction (FIN). Hands on the message that FIN completes, if the framing
   * is such.
   *
   * @throws MessageException where a message was cut short
   */
  void ended(Consumer<byte[]> messages) throws MessageException;

  /** How many bytes of an incomplete message are held. */
  int heldBytes();
}
