package sockproof.reference.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * Waits until one non-blocking channel is ready. The wait ends at a deadline, at an interrupt of
 * the waiting thread, and when another thread closes this object.
 */
final class Readiness implements Closeable {
  private final Selector selector;
  private final SelectionKey key;

  Readiness(SelectableChannel channel) throws IOException {
    selector = Selector.open();
    try {
      channel.configureBlocking(false);
      key = channel.register(selector, 0);
    } catch (IOException e) {
      selector.close();
      throw e;
    }
  }

  /**
   * Waits for one of the operations ({@link SelectionKey} bits) and says which are ready; 0 at the
   * deadline.
   */
  int await(int operations, Deadline deadline) throws IOException {
    try {
      key.interestOps(operations);
      do {
        selector.selectedKeys().clear();
        int millis = deadline.pollMillis();
        int selected = millis == 0 ? selector.selectNow() : selector.select(Math.max(millis, 0));
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("interrupted while waiting for a socket");
        }
        if (!selector.isOpen()) {
          throw new AsynchronousCloseException();
        }
        if (selected > 0) {
          return key.readyOps();
        }
      } while (!deadline.isOver());
      return 0;
    } catch (CancelledKeyException | ClosedSelectorException e) {
      throw new AsynchronousCloseException();
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }
}
