package sockproof.proxy.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceSink;

/**
 * A long stream costs no more for each byte than a short one, in objects made and in bytes held.
 */
class LongStreamTest {
  private static final int CHUNK_BYTES = 16 << 10;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "none; fragment: {every: 1, pace: none}",
        "line; fragment: {every: 1, pace: none}",
        "eof; fragment: {random: {min: 1, max: 4}, pace: none}",
        "eof; fragment: {every: 100000000, pace: none}",
        "eof; fragment: {before: ab, pace: none}",
        "none; [latency: {delay: 0s}, bandwidth: {rate: 1GiB/s, burst: 64KiB}]",
        "line; [corrupt: {bits: 1}, insert: {at: -1, bytes: x}, coalesce: {bytes: 1000}]",
      })
  void costsGrowWithTheLengthAndNoFaster(String framingWord, String faults) {
    Framing framing = Framing.parse(framingWord);
    Plan plan =
        PlanReader.parse("[" + faults.replaceAll("^\\[|]$", "") + "]", "test", Medium.TCP, framing);
    run(plan, framing, 4);
    long little = allocated(plan, framing, 8);
    long much = allocated(plan, framing, 64);
    assertTrue(much < little * 12, little + " bytes allocated, then " + much);
  }

  private static long allocated(Plan plan, Framing framing, int chunks) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(plan, framing, chunks);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void run(Plan plan, Framing framing, int chunks) {
    CountingPort port = new CountingPort();
    StreamConnection connection = new StreamConnection(plan, framing, 1, 1, port, TraceSink.NONE);
    connection.opened(0);
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = (byte) (i % 100 == 99 ? '\n' : 'a' + i % 7);
    }
    for (int i = 1; i <= chunks; i++) {
      connection.arrived(Direction.TO_CLIENT, Bytes.of(chunk), i * 1_000_000L);
      long held = (long) i * CHUNK_BYTES - port.bytes;
      assertTrue(held <= 2L * StreamFault.MAX_WAITING_COST, held + " bytes held");
    }
    connection.fin(Direction.TO_CLIENT, chunks * 1_000_000L + 1);
    connection.advance(Long.MAX_VALUE / 2);
    assertTrue(port.bytes >= (long) chunks * CHUNK_BYTES);
    assertEquals(1, port.ends);
  }

  private static final class CountingPort implements StreamPort {
    private long bytes;
    private int ends;

    @Override
    public void send(Direction direction, Bytes sent) {
      bytes += sent.length();
    }

    @Override
    public void awaitRead(Direction direction) {
      throw new AssertionError("nothing here goes in lockstep");
    }

    @Override
    public void close(Direction direction, StreamAction.Close.How how) {
      ends++;
    }

    @Override
    public void pauseReading(Direction direction) {}

    @Override
    public void resumeReading(Direction direction) {}
  }
}
