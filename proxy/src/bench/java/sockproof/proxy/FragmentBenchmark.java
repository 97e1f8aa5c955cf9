package sockproof.proxy;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamConnection;
import sockproof.proxy.core.StreamPort;
import sockproof.proxy.plan.Plan;
import sockproof.proxy.plan.PlanReader;
import sockproof.proxy.trace.TraceSink;

/**
 * What one piece costs in the core under {@code fragment: {every: 1, pace: none}}: a stream arrives
 * in chunks of 4 KiB, and every byte of it leaves by itself. The stream goes on from one iteration
 * to the next, so anything that grows with it shows as time or bytes per piece that grow.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class FragmentBenchmark {
  private static final int CHUNK_BYTES = 4096;

  private final Bytes chunk = Bytes.of(new byte[CHUNK_BYTES]);
  private final Sent sent = new Sent();
  private StreamConnection connection;
  private long nowNanos;

  /** Counts what the core sends. */
  private static final class Sent implements StreamPort {
    private long pieces;

    @Override
    public void send(Direction direction, Bytes bytes) {
      pieces++;
    }

    @Override
    public void awaitRead(Direction direction) {
      throw new IllegalStateException("pace none waits for nobody");
    }

    @Override
    public void close(Direction direction, StreamAction.Close.How how) {}

    @Override
    public void pauseReading(Direction direction) {}

    @Override
    public void resumeReading(Direction direction) {}
  }

  /** Opens the connection whose stream goes on through all iterations. */
  @Setup
  public void open() {
    Plan plan =
        PlanReader.parse(
            "fragment: {to: client, every: 1, pace: none}",
            "benchmark",
            Medium.TCP,
            new Framing.None());
    connection = new StreamConnection(plan, new Framing.None(), 1, 1, sent, TraceSink.NONE);
    connection.opened(0);
  }

  /** One chunk: 4,096 pieces. */
  @Benchmark
  @OperationsPerInvocation(CHUNK_BYTES)
  public long piece() {
    long before = sent.pieces;
    connection.arrived(Direction.TO_CLIENT, chunk, ++nowNanos);
    if (sent.pieces - before != CHUNK_BYTES) {
      throw new IllegalStateException(sent.pieces - before + " pieces");
    }
    return sent.pieces;
  }
}
