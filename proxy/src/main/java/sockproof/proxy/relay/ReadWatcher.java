package sockproof.proxy.relay;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import sockproof.proxy.kernel.KernelException;
import sockproof.proxy.kernel.ReadProbe;

/**
 * Asks the kernel about receivers until they have read what was sent to them: at once, then ever
 * more rarely, in step with the time waited so far. So a quick reader is noticed quickly, a slow
 * one costs next to nothing, and no wait grows by more than an eighth. One timer serves all
 * questions of a loop.
 */
final class ReadWatcher {
  private static final long MIN_INTERVAL_NANOS = 20_000;
  private static final long MAX_INTERVAL_NANOS = 50_000_000;
  private static final int WAIT_FRACTION = 8;

  /** How long a piece is given where the kernel does not know the receiver. */
  static final long PACE_NANOS = 5_000_000;

  /** From when on a receiver that has not read is looked at: does it wait for more? */
  private static final long LOOK_AT_READER_NANOS = 100_000_000;

  /** How long a receiver that sleeps may leave unread what it got. */
  private static final long SLEEPER_NANOS = 1_000_000_000;

  /** How long any receiver may; one that looks again and again, without taking, never sleeps. */
  private static final long ANYBODY_NANOS = 2_000_000_000;

  /** Looking at readers takes at most one part in so many of the loop's time. */
  private static final int LOOKING_FRACTION = 20;

  /** Why the next piece may go. */
  enum Why {
    /** The receiver has read everything. */
    READ,
    /** The receiver is gone. */
    GONE,
    /** Nobody knows the receiver, and the usual time has passed. */
    UNKNOWN_RECEIVER,
    /** The receiver leaves it unread until there is more. */
    LEFT_UNREAD
  }

  /** Takes the answer. */
  interface Reader {
    /** The next piece may go. */
    void hasRead(Why why);

    /** The kernel answered with an error; nothing more is asked. */
    void cannotTell(KernelException why);
  }

  /** One open question. */
  static final class Question {
    private final ReadProbe probe;
    private final long sentBytes;
    private final Reader reader;
    private final boolean patient;
    private final long sinceNanos;
    private long nextNanos;
    private boolean over;

    private Question(
        ReadProbe probe, long sentBytes, Reader reader, boolean patient, long sinceNanos) {
      this.probe = probe;
      this.sentBytes = sentBytes;
      this.reader = reader;
      this.patient = patient;
      this.sinceNanos = sinceNanos;
    }
  }

  private final EdgeLoop loop;
  private final PriorityQueue<Question> open =
      new PriorityQueue<>(Comparator.comparingLong(question -> question.nextNanos));
  private @Nullable ScheduledFuture<?> timer;
  private long timerNanos;
  private long nextLookNanos = System.nanoTime();

  ReadWatcher(EdgeLoop loop) {
    this.loop = loop;
  }

  /**
   * Asks a question, the first time at once; the answer may come before this returns.
   *
   * @param sentBytes all bytes that the socket has taken since it was connected
   */
  Question ask(ReadProbe probe, long sentBytes, Reader reader) {
    Question question = new Question(probe, sentBytes, reader, false, System.nanoTime());
    look(question, question.sinceNanos);
    arm();
    return question;
  }

  /** Asks for as long as it takes; the first answer comes after this has returned. */
  Question watch(ReadProbe probe, long sentBytes, Reader reader) {
    long now = System.nanoTime();
    Question question = new Question(probe, sentBytes, reader, true, now);
    question.nextNanos = now + MIN_INTERVAL_NANOS;
    open.add(question);
    arm();
    return question;
  }

  /** Asks again now, because something happened at the socket. */
  void hurry(Question question) {
    if (!question.over && open.remove(question)) {
      look(question, System.nanoTime());
      arm();
    }
  }

  /** Forgets a question. */
  void cancel(Question question) {
    question.over = true;
    open.remove(question);
  }

  private void fire() {
    timer = null;
    long now = System.nanoTime();
    Question due = open.peek();
    while (due != null && due.nextNanos - now <= 0) {
      open.remove();
      look(due, now);
      due = open.peek();
    }
    arm();
  }

  private void look(Question question, long nowNanos) {
    long waited = nowNanos - question.sinceNanos;
    Why why;
    try {
      ReadProbe.Answer answer = question.probe.ask(question.sentBytes, nowNanos);
      why = why(answer, question, nowNanos, waited);
    } catch (KernelException e) {
      question.over = true;
      question.reader.cannotTell(e);
      return;
    }
    if (why != null) {
      question.over = true;
      question.reader.hasRead(why);
      return;
    }
    long interval = Math.clamp(waited / WAIT_FRACTION, MIN_INTERVAL_NANOS, MAX_INTERVAL_NANOS);
    question.nextNanos = nowNanos + interval;
    open.add(question);
  }

  /** Why the next piece may go, or nothing when it has to wait. */
  private @Nullable Why why(
      ReadProbe.Answer answer, Question question, long nowNanos, long waitedNanos) {
    return switch (answer) {
      case READ -> Why.READ;
      case GONE -> Why.GONE;
      case UNKNOWN -> waitedNanos >= PACE_NANOS ? Why.UNKNOWN_RECEIVER : null;
      case UNREAD ->
          !question.patient && isLeft(question, nowNanos, waitedNanos) ? Why.LEFT_UNREAD : null;
    };
  }

  /**
   * Whether the receiver has left something on purpose. One that waits for a processor has not, and
   * gets more time.
   */
  private boolean isLeft(Question question, long nowNanos, long waitedNanos) {
    if (waitedNanos >= ANYBODY_NANOS) {
      return true;
    }
    if (waitedNanos < LOOK_AT_READER_NANOS || nowNanos - nextLookNanos < 0) {
      return false;
    }
    boolean left =
        switch (question.probe.reader()) {
          case RECEIVING -> isStillUnread(question);
          case SLEEPING, UNKNOWN -> waitedNanos >= SLEEPER_NANOS && isStillUnread(question);
          case RUNNING -> false;
        };
    long end = System.nanoTime();
    nextLookNanos = end + LOOKING_FRACTION * (end - nowNanos);
    return left;
  }

  /** The receiver may have read, and gone back to waiting, before it was looked at. */
  private static boolean isStillUnread(Question question) {
    return question.probe.ask(question.sentBytes, System.nanoTime()) == ReadProbe.Answer.UNREAD;
  }

  private void arm() {
    Question first = open.peek();
    if (timer != null && (first == null || first.nextNanos - timerNanos < 0)) {
      timer.cancel(false);
      timer = null;
    }
    if (first != null && timer == null) {
      timerNanos = first.nextNanos;
      long delay = Math.max(0, timerNanos - System.nanoTime());
      timer = loop.timer(delay, this::fire);
    }
  }
}
