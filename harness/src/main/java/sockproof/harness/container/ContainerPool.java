package sockproof.harness.container;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sockproof.harness.process.RunningSubject;
import sockproof.harness.process.SpawnException;

/**
 * The containers of a run. Starting one takes several times as long as starting a program in one
 * that runs, so each is used again and again, by one program at a time. Safe for use by several
 * threads.
 */
public final class ContainerPool implements AutoCloseable {
  private final Path shared;
  private final Map<String, Deque<AnchoredContainer>> idle = new HashMap<>();
  private final Set<AnchoredContainer> all = new HashSet<>();
  private boolean closed;

  /**
   * A pool without containers.
   *
   * @param shared a directory that each of them sees under the same path, for Unix sockets
   */
  public ContainerPool(Path shared) {
    this.shared = shared;
  }

  /**
   * Starts a program.
   *
   * @param image the image that it is in
   * @param command the program, looked up on the image's PATH, and its arguments
   * @param environment what is added to the image's environment
   * @throws SpawnException with one sentence when it cannot be started
   */
  public RunningSubject start(String image, List<String> command, Map<String, String> environment) {
    AnchoredContainer container = lease(image);
    boolean started = false;
    try {
      RunningSubject subject =
          ContainerSubject.start(
              container, image, command, environment, sound -> giveBack(image, container, sound));
      started = true;
      return subject;
    } finally {
      if (!started) {
        giveBack(image, container, false);
      }
    }
  }

  private AnchoredContainer lease(String image) {
    AnchoredContainer container = take(image);
    return container != null ? container : keep(AnchoredContainer.start(image, shared));
  }

  private synchronized @Nullable AnchoredContainer take(String image) {
    Deque<AnchoredContainer> waiting = idle.get(image);
    return waiting == null ? null : waiting.poll();
  }

  private AnchoredContainer keep(AnchoredContainer container) {
    synchronized (this) {
      if (!closed) {
        all.add(container);
        return container;
      }
    }
    container.close();
    throw SpawnException.docker("the run is over");
  }

  /** Takes a container back; one that is not sound is ended. */
  private void giveBack(String image, AnchoredContainer container, boolean sound) {
    synchronized (this) {
      if (sound && !closed) {
        idle.computeIfAbsent(image, name -> new ArrayDeque<>()).push(container);
        return;
      }
      all.remove(container);
    }
    container.close();
  }

  /** Ends every container, and what runs in them. */
  @Override
  public void close() {
    List<AnchoredContainer> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(all);
      all.clear();
      idle.clear();
    }
    left.forEach(AnchoredContainer::close);
  }
}
