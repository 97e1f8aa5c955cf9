package sockproof.harness.bench.load;

import java.io.IOException;
import java.time.Duration;

/** One kind of load and what is measured under it. */
public interface Workload {
  /** What a relay is set up for. */
  enum Setup {
    /** TCP without faults. */
    TCP,
    /** UDP without faults. */
    UDP,
    /** TCP with 5 ms of delay towards the server. */
    DELAYED_TCP
  }

  /** The name on the command line and in the results. */
  String name();

  /** For the table: what the figure is. */
  String title();

  /** The figure's unit. */
  String unit();

  /** Whether a larger figure is better. */
  boolean moreIsBetter();

  /** What the relay is set up for. */
  Setup setup();

  /**
   * Puts load on what listens at a port of 127.0.0.1.
   *
   * @param port the relay's port, or the server's own
   * @param duration for how long
   * @return the figure
   * @throws IOException where the relay does not do its work
   */
  double measure(int port, Duration duration) throws IOException;
}
