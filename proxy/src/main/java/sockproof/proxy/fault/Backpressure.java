package sockproof.proxy.fault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;
import sockproof.proxy.plan.Units;
import sockproof.proxy.plan.YamlNode;

/**
 * Reads slowly, or not at all, from the sender, with a small receive buffer, so that the sender's
 * send() takes part of what it is given, or blocks (POSIX send()). What has been read is delivered
 * unchanged.
 *
 * @param windowBytes the receive buffer (SO_RCVBUF) towards the sender
 * @param bytesPerSecond how fast to read; 0 for never
 */
public record Backpressure(Optional<Long> windowBytes, Optional<Long> bytesPerSecond)
    implements FaultSpec.OnStream {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final Key<Long> WINDOW =
      Keys.size("window", 1, 1 << 30)
          .doing("the receive buffer towards the sender; the kernel raises very small ones");
  private static final Key<Long> RATE = Keys.rate("read");
  private static final Key<Long> READ =
      Key.of(
              "read",
              "bytes in a second, as 64KiB/s, or never",
              Map.of("anyOf", List.of(RATE.schema(), Map.of("const", "never"))),
              Backpressure::readRate,
              rate -> rate == 0 ? "never" : Units.formatSize(rate) + "/s")
          .doing("how fast the relay reads from the sender");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams(
              "backpressure",
              "reads slowly or never, so that the sender's send() is partial or blocks")
          .keys(WINDOW, READ)
          .group(FaultType.Choice.AT_LEAST_ONE, WINDOW, READ)
          .elsewhere("holds up a sender, and datagrams do not wait. Use `bandwidth` or `drop`.")
          .by(settings -> new Backpressure(settings.find(WINDOW), settings.find(READ)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(WINDOW, windowBytes).with(READ, bytesPerSecond);
  }

  @Override
  public OptionalInt receiveBufferBytes() {
    return windowBytes.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Math.toIntExact(windowBytes.get()));
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new OnStream(bytesPerSecond);
  }

  private static long readRate(YamlNode node) {
    return Keys.isWord(node, "never") ? 0 : Keys.readRate(node);
  }

  private static final class OnStream implements StreamFault {
    private final Optional<Long> rate;
    private boolean paused;
    private long freeNanos;

    OnStream(Optional<Long> rate) {
      this.rate = rate;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened() -> {
          if (isNever()) {
            pause(context);
          }
        }
        case StreamEvent.Arrived arrived -> {
          context.act(new StreamAction.Deliver(arrived.segment()));
          if (isNever()) {
            pause(context);
          } else if (rate.isPresent()) {
            rest(arrived.segment().length(), rate.get(), context);
          }
        }
        case StreamEvent.Passed _, StreamEvent.Removed _ -> resume(context);
        case StreamEvent.Ended(StreamAction.Close close) -> context.act(close);
        case StreamEvent.Woken(int token) -> {
          if (context.nowNanos() >= freeNanos) {
            resume(context);
          }
        }
      }
    }

    /** Waits as long as these bytes take at the rate. */
    private void rest(int bytes, long bytesPerSecond, Context<StreamAction> context) {
      freeNanos =
          Math.max(freeNanos, context.nowNanos()) + bytes * NANOS_PER_SECOND / bytesPerSecond;
      pause(context);
      context.act(new StreamAction.WakeAt(freeNanos, 0));
    }

    private boolean isNever() {
      return rate.isPresent() && rate.get() == 0;
    }

    private void pause(Context<StreamAction> context) {
      if (!paused) {
        paused = true;
        context.act(new StreamAction.Pause());
      }
    }

    private void resume(Context<StreamAction> context) {
      if (paused) {
        paused = false;
        context.act(new StreamAction.Resume());
      }
    }
  }
}
