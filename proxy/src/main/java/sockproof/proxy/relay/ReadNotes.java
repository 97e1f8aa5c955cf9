package sockproof.proxy.relay;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Direction;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.ReadProbe;
import sockproof.proxy.trace.TraceEvent;

/**
 * Notes when a receiver has read all that it got, where nothing waits for that: for whoever looks
 * at the history later. A receiver that is gone, or whose socket cannot be seen, is not noted.
 */
final class ReadNotes implements ReadWatcher.Reader {
  private final RelayContext context;
  private final EdgeLoop loop;
  private final int number;
  private final Direction direction;
  private final Supplier<ReadProbe> opener;
  private final BooleanSupplier isAllSent;
  private @Nullable ReadProbe probe;
  private ReadWatcher.@Nullable Question question;
  private long sentUnits;
  private long askedUnits;
  private boolean closed;

  /**
   * Notes for one direction of a connection.
   *
   * @param opener finds the receiver, when it is first asked about
   * @param isAllSent whether the kernel has taken everything
   */
  ReadNotes(
      RelayContext context,
      EdgeLoop loop,
      int number,
      Direction direction,
      Supplier<ReadProbe> opener,
      BooleanSupplier isAllSent) {
    this.context = context;
    this.loop = loop;
    this.number = number;
    this.direction = direction;
    this.opener = opener;
    this.isAllSent = isAllSent;
  }

  /**
   * Something was sent.
   *
   * @param units all bytes that a stream socket has taken, or all datagrams that were sent
   */
  void sent(long units) {
    sentUnits = units;
    if (question == null && !closed) {
      ask();
    }
  }

  private void ask() {
    if (probe == null) {
      probe = opener.get();
    }
    askedUnits = sentUnits;
    question = loop.watcher().watch(probe, sentUnits, this);
  }

  @Override
  public void hasRead(ReadWatcher.Why why) {
    question = null;
    if (why != ReadWatcher.Why.READ || closed) {
      return;
    }
    if (askedUnits == sentUnits && isAllSent.getAsBoolean()) {
      context.record(TraceEvent.Kind.DRAINED, number, direction, "");
    } else {
      ask();
    }
  }

  /** Nothing more can be known; what is noted besides stays true. */
  @Override
  public void cannotTell(KernelException why) {
    close();
  }

  /** Stops, for now: somebody else asks, or the sockets are about to be closed. */
  void pause() {
    if (question != null) {
      loop.watcher().cancel(question);
      question = null;
    }
  }

  /** Stops for good. */
  void close() {
    pause();
    closed = true;
    if (probe != null) {
      probe.close();
      probe = null;
    }
  }
}
