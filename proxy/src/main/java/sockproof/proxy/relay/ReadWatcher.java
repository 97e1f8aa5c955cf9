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

  /** Takes the answer. */
  interface Reader {
    /**
     * The receiver has read everything.
     *
     * @param byTime true when nobody knows and the usual time has passed instead
     */
    void hasRead(boolean byTime);

    /** The kernel answered with an error; nothing more is asked. */
    void cannotTell(KernelException why);
  }

  /** One open question. */
  static final class Question {
    private final ReadProbe probe;
    private final long sentBytes;
    private final Reader reader;
    private final long sinceNanos;
    private long nextNanos;
    private boolean over;

    private Question(ReadProbe probe, long sentBytes, Reader reader, long sinceNanos) {
      this.probe = probe;
      this.sentBytes = sentBytes;
      this.reader = reader;
      this.sinceNanos = sinceNanos;
    }
  }

  private final EdgeLoop loop;
  private final PriorityQueue<Question> open =
      new PriorityQueue<>(Comparator.comparingLong(question -> question.nextNanos));
  private @Nullable ScheduledFuture<?> timer;
  private long timerNanos;

  ReadWatcher(EdgeLoop loop) {
    this.loop = loop;
  }

  /**
   * Asks a question, the first time at once; the answer may come before this returns.
   *
   * @param sentBytes all bytes that the socket has taken since it was connected
   */
  Question ask(ReadProbe probe, long sentBytes, Reader reader) {
    Question question = new Question(probe, sentBytes, reader, System.nanoTime());
    look(question, question.sinceNanos);
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
    ReadProbe.Answer answer;
    try {
      answer = question.probe.ask(question.sentBytes, nowNanos);
    } catch (KernelException e) {
      question.over = true;
      question.reader.cannotTell(e);
      return;
    }
    boolean byTime = answer == ReadProbe.Answer.UNKNOWN && waited >= PACE_NANOS;
    if (answer == ReadProbe.Answer.READ || byTime) {
      question.over = true;
      question.reader.hasRead(byTime);
      return;
    }
    long interval = Math.clamp(waited / WAIT_FRACTION, MIN_INTERVAL_NANOS, MAX_INTERVAL_NANOS);
    question.nextNanos = nowNanos + interval;
    open.add(question);
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
