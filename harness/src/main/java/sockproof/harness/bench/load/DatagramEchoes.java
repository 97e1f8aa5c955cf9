package sockproof.harness.bench.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;

/**
 * Datagrams that come back, so many in flight. One that is lost is sent again after 100 ms.
 *
 * @param inFlight how many are under way at once; of one at a time the median round trip is
 *     measured, of several the rate
 * @param bytes the size of each
 */
public record DatagramEchoes(int inFlight, int bytes) implements Workload {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final long LOST_AFTER_MILLIS = 100;
  private static final int MAX_LOSSES = 50;
  private static final int MAX_SAMPLES = 1 << 20;

  @Override
  public String name() {
    return "udp-echo-" + inFlight + "-" + bytes;
  }

  @Override
  public String title() {
    return "UDP echo, %d in flight, %,d bytes%s"
        .formatted(inFlight, bytes, inFlight == 1 ? ", median" : "");
  }

  @Override
  public String unit() {
    return inFlight == 1 ? "µs" : "1/s";
  }

  @Override
  public boolean moreIsBetter() {
    return inFlight > 1;
  }

  @Override
  public Setup setup() {
    return Setup.UDP;
  }

  @Override
  public double measure(int port, Duration duration) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open();
        Selector selector = Selector.open()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
      channel.connect(Sockets.loopback(port));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return inFlight == 1
          ? medianMicros(channel, selector, duration)
          : rate(channel, selector, duration);
    }
  }

  private double medianMicros(DatagramChannel channel, Selector selector, Duration duration)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocateDirect(bytes);
    ByteBuffer in = ByteBuffer.allocateDirect(bytes + 1);
    long[] samples = new long[MAX_SAMPLES];
    int count = 0;
    int losses = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < duration.toNanos() && count < MAX_SAMPLES) {
      long sent = System.nanoTime();
      channel.write(out.clear());
      if (selector.select(LOST_AFTER_MILLIS) == 0) {
        lost(++losses);
        continue;
      }
      selector.selectedKeys().clear();
      while (channel.read(in.clear()) > 0) {
        samples[count] = System.nanoTime() - sent;
      }
      count++;
    }
    Arrays.sort(samples, 0, count);
    return samples[count / 2] / 1e3;
  }

  private double rate(DatagramChannel channel, Selector selector, Duration duration)
      throws IOException {
    ByteBuffer out = ByteBuffer.allocateDirect(bytes);
    ByteBuffer in = ByteBuffer.allocateDirect(bytes + 1);
    long count = 0;
    int losses = 0;
    long start = System.nanoTime();
    for (int i = 0; i < inFlight; i++) {
      channel.write(out.clear());
    }
    while (System.nanoTime() - start < duration.toNanos()) {
      if (selector.select(LOST_AFTER_MILLIS) == 0) {
        lost(++losses);
        for (int i = 0; i < inFlight; i++) {
          channel.write(out.clear());
        }
      }
      selector.selectedKeys().clear();
      while (channel.read(in.clear()) > 0) {
        count++;
        channel.write(out.clear());
      }
    }
    return Sockets.perSecond(count, System.nanoTime() - start);
  }

  private static void lost(int losses) throws IOException {
    if (losses > MAX_LOSSES) {
      throw new IOException("datagrams do not come back");
    }
  }
}
