package sockproof.proxy.relay;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.DatagramBatch;
import sockproof.proxy.kernel.EncodedName;
import sockproof.proxy.kernel.KernelSocket;
import sockproof.proxy.kernel.SocketName;

/** The way of a session's datagrams to one receiver, whatever source they have. */
final class DatagramWay {
  private final RelayContext context;
  private final EdgeLoop loop;
  private final DatagramEntrance entrance;
  private final int number;
  private final Direction direction;
  private final KernelSocket via;
  private final SourcePool sources;
  private final DatagramOut out;
  private EncodedName receiver;
  private @Nullable DatagramNotes notes;
  private ForgedOut forged;

  /**
   * A way.
   *
   * @param number of the session
   * @param via sends what comes from the genuine source
   * @param sources the addresses that the receiver may see, the genuine one among them
   * @param blocked told when datagrams begin to wait (true) and when none waits any more (false)
   */
  DatagramWay(
      RelayContext context,
      EdgeLoop loop,
      DatagramEntrance entrance,
      int number,
      Direction direction,
      KernelSocket via,
      SourcePool sources,
      SocketName receiver,
      Consumer<Boolean> blocked) {
    this.context = context;
    this.loop = loop;
    this.entrance = entrance;
    this.number = number;
    this.direction = direction;
    this.via = via;
    this.sources = sources;
    this.out = new DatagramOut(context, loop, number, entrance.isUnix(), direction, blocked);
    this.receiver = EncodedName.of(receiver);
    this.notes = notes(receiver);
    this.forged = forged(receiver, notes);
  }

  private @Nullable DatagramNotes notes(SocketName to) {
    return DatagramNotes.of(context, loop, number, direction, via, sources.genuine(), to, out);
  }

  private ForgedOut forged(SocketName to, @Nullable DatagramNotes noted) {
    return new ForgedOut(context, number, direction, sources, entrance.raw(), to, out, noted);
  }

  /** The receiver is at another address from now on. */
  void aim(SocketName to) {
    closeNotes();
    receiver = EncodedName.of(to);
    notes = notes(to);
    forged = forged(to, notes);
  }

  /** The receiver's address. */
  EncodedName receiver() {
    return receiver;
  }

  /** True when nothing waits. */
  boolean isEmpty() {
    return out.isEmpty();
  }

  /** Passes datagrams on from where they lie; nothing may be waiting. */
  void pass(DatagramBatch batch, int from, int end) {
    out.pass(batch, from, end, via, receiver);
  }

  /** Sends what a fault made, or left as it was. */
  void send(Datagram datagram) {
    boolean ordinary =
        datagram.source() instanceof Datagram.Source.Genuine && datagram.fragments().isEmpty();
    if (!ordinary) {
      forged.send(datagram);
      return;
    }
    out.send(via, datagram.payload(), receiver);
    if (notes != null) {
      notes.sentFrom(sources.genuine(), datagram.payload().length());
    }
  }

  /** Passes on what somebody else than the genuine peer has really sent. */
  void passOn(Datagram.Source source, Bytes payload) {
    forged.passOn(source, payload);
  }

  /** Tells the receiver that nobody listens where it sent a datagram. */
  void refuse(Bytes payload) {
    forged.refuse(payload);
  }

  /** Forgets what waits. */
  void close() {
    closeNotes();
    out.close();
  }

  private void closeNotes() {
    if (notes != null) {
      notes.close();
    }
  }
}
