package sockproof.harness.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import sockproof.harness.container.ContainerPool;
import sockproof.harness.process.Lifeline;

/**
 * What a run owns while it lasts: a short temporary directory, and the lifeline that ends every
 * subject and removes the directory, also when the harness is killed.
 */
public final class Workspace implements AutoCloseable {
  private final Path directory;
  private final Lifeline lifeline;
  private final AtomicInteger cases = new AtomicInteger();
  private @Nullable ContainerPool containers;

  private Workspace(Path directory, Lifeline lifeline) {
    this.directory = directory;
    this.lifeline = lifeline;
  }

  /** Opens a workspace in the system's temporary directory. */
  public static Workspace open() {
    try {
      Path directory = Files.createTempDirectory("sockproof-");
      return new Workspace(directory, Lifeline.start(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary directory: " + e.getMessage(), e);
    }
  }

  /** A directory for one case, with a path short enough for Unix sockets. */
  public Path newCaseDirectory() {
    try {
      return Files.createDirectory(directory.resolve("c" + cases.incrementAndGet()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a case directory: " + e.getMessage(), e);
    }
  }

  /** The run's directory. */
  public Path directory() {
    return directory;
  }

  /** The mark that this run's subjects carry in their environment. */
  public String mark() {
    return lifeline.mark();
  }

  /** The run's containers, which see its directory. */
  public synchronized ContainerPool containers() {
    ContainerPool pool = containers;
    if (pool == null) {
      pool = new ContainerPool(directory);
      containers = pool;
    }
    return pool;
  }

  /** Ends every subject that is left and removes the directory. */
  @Override
  public void close() {
    synchronized (this) {
      if (containers != null) {
        containers.close();
      }
    }
    lifeline.close();
  }
}
