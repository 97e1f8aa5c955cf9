package sockproof.proxy.relay;

import org.jspecify.annotations.Nullable;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.StreamConnection;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.ReadProbe;
import sockproof.proxy.kernel.SocketName;
import sockproof.proxy.trace.TraceEvent;

/** The sockets' state for one direction of a connection with faults. */
final class FaultedLane implements ReadWatcher.Reader {
  private final FaultedBridge bridge;
  private final Direction direction;
  private final Outbox outbox;
  private final @Nullable ReadNotes notes;
  private @Nullable ReadProbe probe;
  private ReadWatcher.@Nullable Question question;

  private boolean readable = true;
  private boolean ended;
  private boolean senderReset;
  private boolean paused;

  private boolean wantsRead;
  private boolean answered;
  private boolean answeredRead;
  private boolean asking;
  private boolean isToldOfReads;
  private boolean paced;
  private boolean finRequested;
  private boolean finSent;
  private boolean receiverGone;
  private boolean receiverGoneTold;
  private boolean senderResetTold;

  FaultedLane(FaultedBridge bridge, Direction direction) {
    this.bridge = bridge;
    this.direction = direction;
    boolean narrow = bridge.context().config().plan().receiveBufferBytes(direction).isPresent();
    this.outbox = new Outbox(bridge.sink(direction).socket(), bridge.loop().scratch(), narrow);
    this.notes = notes();
  }

  private @Nullable ReadNotes notes() {
    EdgeSocket sink = bridge.sink(direction);
    return !bridge.context().config().watchesReads()
        ? null
        : new ReadNotes(
            bridge.context(),
            bridge.loop(),
            bridge.number(),
            direction,
            () -> bridge.loop().probeFromOutside(sink.socket()),
            outbox::isEmpty);
  }

  /** Goes on where a pump without faults stands. */
  void takeOver(Pump pump) {
    outbox.goOnAt(pump.sentBytes());
    if (pump.isFinished()) {
      ended = true;
      finSent = true;
    }
    Bytes rest = pump.takeRest();
    if (!rest.isEmpty()) {
      send(rest);
    }
  }

  void sourceReady() {
    readable = true;
  }

  void sourceDrained() {
    readable = false;
  }

  void sourceEnded() {
    ended = true;
  }

  void sourceReset() {
    senderReset = true;
  }

  void receiverIsGone() {
    receiverGone = true;
  }

  /** True when the next event at the source will be met by a read. */
  boolean isReading() {
    return !ended && !senderReset && !paused && !outbox.isOverfull();
  }

  /** True when a read may be tried now. */
  boolean mayRead() {
    return readable && isReading();
  }

  void pause(boolean wanted) {
    paused = wanted;
  }

  /** There may be room at the sink, or (Unix) the receiver has read something. */
  void sinkReady(int events) {
    if ((events & EdgeSocket.WRITABLE) != 0) {
      flush();
      if (question != null) {
        bridge.loop().watcher().hurry(question);
      }
    }
  }

  void send(Bytes bytes) {
    if (receiverGone) {
      return;
    }
    receiverGone |= outbox.send(bytes) < 0;
    askForWritable();
    if (notes != null && !asking && !receiverGone) {
      notes.sent(outbox.sentBytes());
    }
  }

  private void flush() {
    if (!outbox.isEmpty() && !receiverGone) {
      receiverGone |= outbox.flush() < 0;
      askForWritable();
    }
  }

  private void askForWritable() {
    bridge.sink(direction).askForWritable(!outbox.isEmpty() || isToldOfReads);
  }

  void awaitRead() {
    wantsRead = true;
  }

  void fin() {
    finRequested = true;
  }

  /** True when the FIN has been sent. */
  boolean isFinished() {
    return finSent;
  }

  /** Does one thing that follows from what was decided; false when there was nothing. */
  boolean step(StreamConnection core) {
    long now = bridge.context().nowNanos();
    if (senderReset && !senderResetTold) {
      senderResetTold = true;
      core.reset(direction, now);
      return true;
    }
    if (receiverGone && !receiverGoneTold) {
      receiverGoneTold = true;
      bridge.receiverGone(direction);
      return true;
    }
    if (answered) {
      answered = false;
      tell(core, answeredRead);
      return true;
    }
    if (finRequested && !finSent && outbox.isEmpty()) {
      finSent = true;
      receiverGone |= bridge.sink(direction).socket().shutdownOutput() < 0;
      return true;
    }
    if (wantsRead && outbox.isEmpty()) {
      wantsRead = false;
      ask();
      return true;
    }
    return false;
  }

  private void ask() {
    if (probe == null) {
      // A Unix socket is "writable" anew whenever its peer has read, which answers a question
      // early.
      isToldOfReads = bridge.sink(direction).socket().localName() instanceof SocketName.Unix;
      askForWritable();
      probe = bridge.loop().probe(bridge.sink(direction).socket());
    }
    asking = true;
    if (notes != null) {
      notes.pause();
    }
    ReadWatcher.Question asked = bridge.loop().watcher().ask(probe, outbox.sentBytes(), this);
    if (asking) {
      question = asked;
    }
  }

  @Override
  public void hasRead(ReadWatcher.Why why) {
    boolean late = question != null;
    question = null;
    asking = false;
    boolean read = why == ReadWatcher.Why.READ;
    if (!read && why != ReadWatcher.Why.GONE && !paced) {
      paced = true;
      bridge
          .context()
          .record(
              TraceEvent.Kind.PACED_BY_TIME,
              bridge.number(),
              direction,
              why == ReadWatcher.Why.UNKNOWN_RECEIVER
                  ? "the kernel does not know the receiver"
                  : "the receiver leaves what it got unread until there is more");
    }
    if (late) {
      bridge.guarded(() -> bridge.answered(direction, read));
    } else {
      answered = true;
      answeredRead = read;
    }
  }

  /** Tells whether the receiver has read everything, or is not waited for any more. */
  void tell(StreamConnection core, boolean hasRead) {
    long now = bridge.context().nowNanos();
    if (hasRead) {
      core.readByPeer(direction, now);
    } else {
      core.goOnUnread(direction, now);
    }
  }

  @Override
  public void cannotTell(KernelException why) {
    bridge.guarded(
        () -> {
          throw why;
        });
  }

  /** Forgets everything; the sockets are about to be closed. */
  void release() {
    if (question != null) {
      bridge.loop().watcher().cancel(question);
      question = null;
    }
    if (probe != null) {
      probe.close();
      probe = null;
    }
    if (notes != null) {
      notes.close();
    }
    outbox.clear();
  }
}
