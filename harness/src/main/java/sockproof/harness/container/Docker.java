package sockproof.harness.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerLaunchException;
import sockproof.harness.process.SpawnException;

/** The Docker of this machine, as Testcontainers finds it. */
public final class Docker {
  private Docker() {}

  /**
   * Its client.
   *
   * @throws SpawnException where no Docker answers
   */
  static DockerClient client() {
    try {
      return DockerClientFactory.instance().client();
    } catch (IllegalStateException | ContainerLaunchException e) {
      throw SpawnException.docker(
          "Docker does not answer; start it, or set DOCKER_HOST to where it listens");
    } catch (DockerException e) {
      throw SpawnException.docker("Docker refuses: " + e.getMessage());
    }
  }

  /**
   * Where it listens. Sockets of the program under test are looked for in this machine's kernel, so
   * a Docker elsewhere is of no use.
   *
   * @throws SpawnException where it does not listen on a Unix socket
   */
  static Path socket() {
    URI host = DockerClientFactory.instance().getTransportConfig().getDockerHost();
    if (!"unix".equals(host.getScheme())) {
      throw SpawnException.docker(
          "Docker is at "
              + host
              + "; it has to be on this machine: set DOCKER_HOST to its Unix socket");
    }
    return Path.of(host.getPath());
  }

  /**
   * Why nothing can be run in an image, in one sentence; empty where nothing speaks against it.
   * Images are not pulled.
   */
  public static Optional<String> obstacle(String image) {
    try {
      client().inspectImageCmd(image).exec();
      socket();
      AnchorProgram.forThisMachine();
      return Optional.empty();
    } catch (NotFoundException e) {
      return Optional.of(
          "the image `" + image + "` is not on this machine; get it with: docker pull " + image);
    } catch (SpawnException e) {
      return Optional.ofNullable(e.getMessage());
    } catch (DockerException e) {
      return Optional.of("`" + image + "` is not the name of an image");
    }
  }
}
