package sockproof.harness.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import sockproof.proxy.kernel.ThreadTimer;

/**
 * How exact a delay of 5 ms towards the server is, for 1,000 messages a second: the 99th percentile
 * of the distance between 5 ms and the round trip. The way back, which has no delay, and the load
 * generator itself count as errors.
 */
public final class DelayAccuracy implements Workload {
  /** The delay that is asked for. */
  public static final int DELAY_MILLIS = 5;

  private static final long INTERVAL_NANOS = 1_000_000;
  private static final int MESSAGE_BYTES = 16;

  @Override
  public String name() {
    return "delay-5ms";
  }

  @Override
  public String title() {
    return "latency 5 ms at 1,000 messages/s, p99 error";
  }

  @Override
  public String unit() {
    return "ms";
  }

  @Override
  public boolean moreIsBetter() {
    return false;
  }

  @Override
  public Setup setup() {
    return Setup.DELAYED_TCP;
  }

  @Override
  public double measure(int port, Duration duration) throws IOException {
    int count = Math.toIntExact(duration.toNanos() / INTERVAL_NANOS);
    try (SocketChannel channel = Sockets.connect(port, EchoServer.ECHO)) {
      Thread sender =
          Thread.ofPlatform().name("bench-sender").daemon().start(() -> send(channel, count));
      long[] errors = new long[count];
      ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
      for (int i = 0; i < count; i++) {
        Sockets.readFully(channel, message.clear());
        long tookNanos = System.nanoTime() - message.getLong(0);
        errors[i] = Math.abs(tookNanos - DELAY_MILLIS * 1_000_000L);
      }
      join(sender);
      Arrays.sort(errors);
      return errors[count * 99 / 100] / 1e6;
    }
  }

  private static void send(SocketChannel channel, int count) {
    ThreadTimer.makePrecise();
    ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    long start = System.nanoTime();
    try {
      for (int i = 0; i < count; i++) {
        long due = start + i * INTERVAL_NANOS;
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        message.clear().putLong(0, System.nanoTime());
        channel.write(message);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
