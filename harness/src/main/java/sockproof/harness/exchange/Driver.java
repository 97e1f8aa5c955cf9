package sockproof.harness.exchange;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.BooleanSupplier;
import sockproof.harness.exchange.Evidence.StepResult;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.Deadline;

/** One client with which a server under test is driven, step by step. */
interface Driver extends AutoCloseable {
  /** Connects to a stream server, or opens a socket for a datagram server. */
  static Driver open(Endpoint server, Exchange exchange, Deadline deadline) throws IOException {
    SocketAddress address = SocketAddresses.of(server);
    return exchange.network().isStream()
        ? StreamDriver.connect(address, exchange, deadline)
        : DatagramDriver.open(address, exchange, deadline);
  }

  /**
   * Sends what a step says and reads what it expects.
   *
   * @throws MessageException where the step's message does not fit the framing or charset
   */
  StepResult carryOut(Step step) throws IOException, MessageException;

  /** Lets it stop waiting for replies once something is so: a server that has ended gives none. */
  default void waitOnlyUntil(BooleanSupplier pointless) {}

  /** How many bytes it has sent so far. */
  long sentBytes();

  @Override
  void close() throws IOException;
}
