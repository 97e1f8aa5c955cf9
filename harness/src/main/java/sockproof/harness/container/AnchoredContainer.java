package sockproof.harness.container;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import sockproof.harness.process.SpawnException;

/**
 * A container that waits for programs to be run in it. Its first process is the {@link
 * AnchorProgram}, whose standard input is a connection that this process holds. When that closes,
 * for whatever reason, the anchor ends, the kernel kills all else in the container
 * (pid_namespaces(7)), and Docker removes it. So it does not outlive the run, not even where the
 * run is killed.
 */
final class AnchoredContainer implements AutoCloseable {
  private static final String ANCHOR = "/.sockproof-anchor";
  private static final byte[] SWEEP = {'.'};
  private static final int EXECUTABLE = 0755;

  private final Hooked container;
  private @Nullable HijackedStream anchor;

  private AnchoredContainer(String image, Path shared) {
    container = new Hooked(image, shared);
  }

  /** Attaches to the anchor's input before it starts. */
  private final class Hooked extends GenericContainer<Hooked> {
    Hooked(String image, Path shared) {
      super(DockerImageName.parse(image));
      withImagePullPolicy(name -> false);
      withNetworkMode("host");
      withCopyToContainer(
          Transferable.of(AnchorProgram.forThisMachine().file(), EXECUTABLE), ANCHOR);
      withCreateContainerCmdModifier(command -> anchorIn(command, shared));
    }

    private static void anchorIn(CreateContainerCmd command, Path shared) {
      command.withEntrypoint(ANCHOR).withCmd(new String[0]);
      command.withStdinOpen(true).withStdInOnce(true);
      String path = shared.toString();
      HostConfig host = Objects.requireNonNull(command.getHostConfig());
      host.withBinds(new Bind(path, new Volume(path), AccessMode.rw));
      host.withAutoRemove(true);
      host.withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    }

    @Override
    protected void containerIsCreated(String id) {
      try {
        anchor =
            HijackedStream.open(
                Docker.socket(), "/containers/" + id + "/attach?stream=1&stdin=1&stdout=1", "{}");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Starts one on the network of this machine.
   *
   * @param image an image that this machine has
   * @param shared a directory of this machine that the container sees under the same path
   * @throws SpawnException where it does not start
   */
  static AnchoredContainer start(String image, Path shared) {
    Docker.client();
    AnchoredContainer started = new AnchoredContainer(image, shared);
    try {
      started.container.start();
      started.sweep();
      return started;
    } catch (ContainerLaunchException
        | ContainerFetchException
        | DockerException
        | IOException
        | UncheckedIOException e) {
      started.close();
      started.container.stop();
      throw SpawnException.docker("no container of `" + image + "` starts: " + reason(e));
    }
  }

  /** What Docker said, which the exceptions of libraries wrap several times. */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  /** Docker's id of it. */
  String id() {
    return container.getContainerId();
  }

  /** Kills all that runs in it but the anchor. */
  synchronized void sweep() throws IOException {
    HijackedStream stream = Objects.requireNonNull(anchor);
    stream.write(SWEEP);
    if (stream.read() == null) {
      throw new IOException("its first process has ended");
    }
  }

  /** Ends it and waits until it has ended. */
  @Override
  public synchronized void close() {
    HijackedStream stream = anchor;
    if (stream == null) {
      return;
    }
    anchor = null;
    try (stream) {
      stream.endInput();
      boolean goesOn = true;
      while (goesOn) {
        goesOn = stream.read() != null; // an answer that nobody waited for
      }
    } catch (IOException e) {
      return; // The connection is gone, and the container with it.
    }
  }
}
