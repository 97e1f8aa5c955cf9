package sockproof.proxy.fault;

import java.util.Optional;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramEvent;
import sockproof.proxy.core.DatagramFault;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;

/**
 * Limits the rate by a token bucket. A stream is delivered in runs of at most one burst; datagrams
 * wait whole, and are lost when more than 1 MiB waits.
 *
 * @param bytesPerSecond how fast the bucket fills
 * @param burstBytes how much it holds; without it what the rate gives in 100 ms
 */
public record Bandwidth(long bytesPerSecond, Optional<Long> burstBytes)
    implements FaultSpec.OnStream, FaultSpec.OnDatagrams {
  private static final long MAX_WAITING_COST = 1 << 20;

  private static final Key<Long> RATE =
      Keys.rate("rate").mandatory().doing("how many bytes a second");
  private static final Key<Long> BURST =
      Keys.size("burst", 1, 1 << 30)
          .doing("how many bytes may go at once; by default what the rate gives in 100ms");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onAll("bandwidth", "limits the rate")
          .keys(RATE, BURST)
          .by(settings -> new Bandwidth(settings.get(RATE), settings.find(BURST)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(RATE, bytesPerSecond).with(BURST, burstBytes);
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return new OnStream(new Bucket(this));
  }

  @Override
  public DatagramFault newDatagramFault() {
    return new OnDatagrams(new Bucket(this));
  }

  /** A token bucket, seen as a queue that drains at the rate and may hold one burst. */
  private static final class Bucket {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long rate;
    private final long burst;
    private long drainedNanos;

    Bucket(Bandwidth bandwidth) {
      this.rate = bandwidth.bytesPerSecond;
      this.burst = bandwidth.burstBytes.orElse(Math.max(1, rate / 10));
    }

    /** When so many bytes may go, if they come now; they are then taken to go. */
    long take(long bytes, long nowNanos) {
      long due = Math.max(nowNanos, drainedNanos - nanos(Math.max(0, burst - bytes)));
      if (bytes > burst) {
        due = Math.max(nowNanos, drainedNanos) + nanos(bytes - burst);
      }
      drainedNanos = Math.max(drainedNanos, nowNanos) + nanos(bytes);
      return due;
    }

    private long nanos(long bytes) {
      return bytes > Long.MAX_VALUE / NANOS_PER_SECOND
          ? bytes / rate * NANOS_PER_SECOND
          : bytes * NANOS_PER_SECOND / rate;
    }
  }

  private static final class OnStream implements StreamFault {
    private final Bucket bucket;
    private final Delayed<StreamAction> delayed = Delayed.onStream();
    private long lastDueNanos;

    OnStream(Bucket bucket) {
      this.bucket = bucket;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened _, StreamEvent.Passed _ -> {}
        case StreamEvent.Arrived arrived -> arrived(arrived.segment(), context);
        case StreamEvent.Ended(StreamAction.Close close) ->
            delayed.at(Math.max(lastDueNanos, context.nowNanos()), close, 0, context);
        case StreamEvent.Removed _ -> delayed.releaseAll(context);
        case StreamEvent.Woken _ -> delayed.woken(context);
      }
    }

    private void arrived(Segment segment, Context<StreamAction> context) {
      boolean divisible = segment.gate() == Segment.Gate.NONE;
      int step = divisible ? (int) Math.min(bucket.burst, segment.length()) : segment.length();
      for (int from = 0; from < segment.length(); from += step) {
        Segment part = segment.slice(from, Math.min(segment.length(), from + step));
        long due = bucket.take(part.length(), context.nowNanos());
        lastDueNanos = Math.max(lastDueNanos, due);
        delayed.at(lastDueNanos, new StreamAction.Deliver(part), part.cost(), context);
      }
    }

    @Override
    public long delayedCost() {
      return delayed.cost();
    }
  }

  private static final class OnDatagrams implements DatagramFault {
    private final Bucket bucket;
    private final Delayed<DatagramAction> delayed = Delayed.onDatagrams();
    private long lastDueNanos;

    OnDatagrams(Bucket bucket) {
      this.bucket = bucket;
    }

    @Override
    public void on(DatagramEvent event, Context<DatagramAction> context) {
      switch (event) {
        case DatagramEvent.Opened _, DatagramEvent.Passed _ -> {}
        case DatagramEvent.Arrived(Datagram datagram) -> {
          if (delayed.cost() + datagram.cost() > MAX_WAITING_COST) {
            context.act(new DatagramAction.Discard(datagram));
          } else {
            long due = bucket.take(datagram.payload().length(), context.nowNanos());
            lastDueNanos = Math.max(lastDueNanos, due);
            delayed.at(
                lastDueNanos, new DatagramAction.Deliver(datagram), datagram.cost(), context);
          }
        }
        case DatagramEvent.Removed _ -> delayed.releaseAll(context);
        case DatagramEvent.Woken _ -> delayed.woken(context);
      }
    }
  }
}
