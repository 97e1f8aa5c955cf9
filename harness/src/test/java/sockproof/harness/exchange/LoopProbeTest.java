package sockproof.harness.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sockproof.harness.check.Conversations;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.Plan;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** Two servers that answer each other after a moment are counted for as long as they had a core. */
@Timeout(60)
final class LoopProbeTest {
  private static final Duration DEADLINE = Duration.ofMillis(300);
  private static final long ANSWER_NANOS = 30_000_000;

  private final List<DatagramChannel> channels = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();
  private Endpoint first;
  private Endpoint second;

  @BeforeEach
  void start() throws IOException {
    first = server();
    second = server();
  }

  private Endpoint server() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channels.add(channel);
    threads.add(Thread.ofVirtual().start(() -> answer(channel)));
    return new Endpoint.Udp("127.0.0.1", ((InetSocketAddress) channel.getLocalAddress()).getPort());
  }

  private void answer(DatagramChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(100);
    try {
      while (true) {
        var client = channel.receive(buffer.clear());
        LockSupport.parkNanos(ANSWER_NANOS);
        answers.incrementAndGet();
        channel.send(buffer.flip(), client);
      }
    } catch (ClosedChannelException e) {
      return; // the end of the test
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (DatagramChannel channel : channels) {
      channel.close();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void theDeadlineIsTheEndWhereNobodyWasStarved() throws IOException {
    long count = LoopProbe.count(first, second, exchange(), () -> 0);
    assertTrue(count <= DEADLINE.toNanos() / ANSWER_NANOS, count + " datagrams");
  }

  /** Starved for as long as it takes to answer so often, which is twice the deadline. */
  @Test
  void timeWithoutACoreDoesNotCount() throws IOException {
    long wanted = 2 * DEADLINE.toNanos() / ANSWER_NANOS;
    LongSupplier starved = () -> answers.get() > 0 && answers.get() < wanted ? Long.MAX_VALUE : 0;
    assertTrue(LoopProbe.count(first, second, exchange(), starved) >= wanted - 1);
  }

  @Test
  void silenceIsCountedAsSuch() throws IOException {
    channels.getLast().socket().close();
    assertEquals(1, LoopProbe.count(first, second, exchange(), () -> 0));
  }

  private static Exchange exchange() {
    return new Exchange(
        Role.SERVER,
        Network.parse("udp", 4),
        new Framing.Line(),
        TextRules.ASCII,
        Conversations.asking(List.of("hello"), TextRules.ASCII),
        Plan.empty(),
        PeerSettings.PLAIN,
        false,
        DEADLINE,
        1);
  }
}
