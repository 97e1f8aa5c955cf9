package sockproof.harness.container;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.DockerClientFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code check --image}, from the command line to the result. */
@Timeout(300)
class ContainerCheckTest {
  private static final String IMAGE = "sockproof-test-programs";
  private static final Path PROGRAMS = Path.of("..", "scenarios", "programs").toAbsolutePath();
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private static Path folder;

  @BeforeAll
  @Timeout(180)
  static void makeImage() throws Exception {
    StaticImage.requireDocker();
    Path stays =
        Files.writeString(
            folder.resolve("stays.c"), "#include <unistd.h>\nint main(void) { return pause(); }\n");
    List<Path> sources =
        Stream.concat(
                Stream.of(stays),
                Stream.of(
                        "good/c/tcp_client_line_poll.c",
                        "bad/c/tcp_client_line_poll_single_recv.c",
                        "good/c/tcp_server_line_poll.c",
                        "bad/c/tcp_server_line_poll_half_close_drops_reply.c",
                        "bad/c/unix_client_line_one_byte_message_truncated.c")
                    .map(PROGRAMS::resolve))
            .toList();
    StaticImage.build(Files.createDirectory(folder.resolve("image")), IMAGE, sources);
  }

  private static Process start(List<String> environment, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(environment);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "sockproof.harness.cli.Main"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private static int check(String... words) throws Exception {
    return sockproof("check", words);
  }

  private static int sockproof(String command, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(words));
    return start(List.of(), all.toArray(String[]::new)).waitFor();
  }

  /** The ids of what is found, with the exit status before them. */
  private static String found(List<String> options, String... command) throws Exception {
    Path result = folder.resolve("result.json");
    Files.deleteIfExists(result);
    List<String> words = new ArrayList<>(options);
    words.addAll(
        List.of(
            "--message", "hi", "--seed", "7", "--budget", "4m", "--json", result.toString(), "--"));
    words.addAll(List.of(command));
    int status = check(words.toArray(String[]::new));
    JsonNode json = JsonMapper.shared().readTree(result);
    return status
        + StreamSupport.stream(json.get("findings").spliterator(), false)
            .map(finding -> " " + finding.get("id").asString())
            .reduce("", String::concat);
  }

  @ParameterizedTest
  @CsvSource({
    "client, tcp, tcp_client_line_poll, single-recv, 0",
    "client, tcp, tcp_client_line_poll_single_recv, single-recv, 1 single-recv",
    "server, tcp, tcp_server_line_poll, half-close-drops-reply, 0",
    "server, tcp, tcp_server_line_poll_half_close_drops_reply, half-close-drops-reply,"
        + " 1 half-close-drops-reply",
    "client, unix, unix_client_line_one_byte_message_truncated, message-truncated,"
        + " 1 message-truncated",
  })
  void theVerdictIsThatOfThePlainCommand(
      String role, String network, String program, String only, String expected) throws Exception {
    List<String> options = List.of(role, "--network", network, "--only", only);
    List<String> address = network.equals("tcp") ? List.of("{host}", "{port}") : List.of("{path}");
    List<String> inside = new ArrayList<>(List.of("/" + program));
    List<String> outside =
        new ArrayList<>(List.of(folder.resolve("image/root/" + program).toString()));
    inside.addAll(address);
    outside.addAll(address);
    List<String> contained = new ArrayList<>(options);
    contained.addAll(List.of("--image", IMAGE));
    assertEquals(expected, found(options, outside.toArray(String[]::new)));
    assertEquals(expected, found(contained, inside.toArray(String[]::new)));
  }

  @Test
  void aStoredCaseIsReplayedInTheContainer() throws Exception {
    List<String> options = List.of("client", "--only", "single-recv", "--image", IMAGE);
    String program = "/tcp_client_line_poll_single_recv";
    assertEquals("1 single-recv", found(options, program, "{host}", "{port}"));
    Path result = folder.resolve("result.json");
    JsonNode finding = JsonMapper.shared().readTree(result).get("findings").get(0);
    assertEquals(1, sockproof("replay", finding.get("replay").asString()));
    String out = Files.readString(folder.resolve("out"));
    assertTrue(out.startsWith("FAILED"), out);
  }

  @ParameterizedTest
  @CsvSource({"tcp_client_line_poll, 0", "tcp_client_line_poll_single_recv, 1"})
  void aSubjectFileWithAnImageIsRun(String program, int status) throws Exception {
    Path subject =
        Files.writeString(
            folder.resolve(program + ".yaml"),
            """
            title: In a container
            role: client
            network: tcp
            framing: line
            image: %s
            command: [/%s, "{host}", "{port}"]
            """
                .formatted(IMAGE, program));
    Path scenario =
        PROGRAMS.resolveSibling("suites/stream/recvall/delimited-reply-split-anywhere.yaml");
    assertEquals(status, sockproof("run", scenario.toString(), "--subject", subject.toString()));
  }

  @Test
  void aMissingImageIsOneSentence() throws Exception {
    assertEquals(2, check("client", "--image", "sockproof-test-none", "--", "/x", "{port}"));
    assertEquals(
        "sockproof: the image `sockproof-test-none` is not on this machine; get it with:"
            + " docker pull sockproof-test-none.\n",
        Files.readString(folder.resolve("err")));
  }

  @Test
  void withoutDockerThereIsOneSentence() throws Exception {
    assumeTrue(
        Files.notExists(Path.of("/var/run/docker.sock")),
        "Docker is where it is looked for when DOCKER_HOST does not answer");
    List<String> nowhere = List.of("DOCKER_HOST=unix://" + folder.resolve("none.sock"));
    Process process = start(nowhere, "check", "client", "--image", IMAGE, "--", "/x", "{port}");
    assertEquals(2, process.waitFor());
    assertEquals(
        "sockproof: Docker does not answer; start it, or set DOCKER_HOST to where it listens.\n",
        Files.readString(folder.resolve("err")));
  }

  private static boolean runsContainers() {
    return !DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withAncestorFilter(List.of(IMAGE))
        .exec()
        .isEmpty();
  }

  @Test
  void noContainerOutlivesACheckThatIsKilled() throws Exception {
    Process process =
        start(List.of(), "check", "client", "--image", IMAGE, "--", "/stays", "{port}");
    await().atMost(LONG).until(ContainerCheckTest::runsContainers);
    process.destroyForcibly();
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    await().atMost(LONG).until(() -> !runsContainers());
  }
}
