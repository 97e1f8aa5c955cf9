package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sockproof.proxy.api.ApiServer;
import sockproof.proxy.control.Proxies;
import sockproof.proxy.control.ProxyReader;
import sockproof.proxy.control.ProxySettings;
import sockproof.proxy.plan.YamlNode;
import sockproof.proxy.relay.RelayConfig;
import sockproof.proxy.trace.TraceSink;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docs/proxy.md shows is what the program does. */
class ProxyDocumentTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  static String page() throws IOException {
    return Files.readString(ProjectFiles.root().resolve("docs/proxy.md"));
  }

  @Test
  void theConfigFileOfThePageIsRead() throws IOException {
    Matcher yaml = YAML.matcher(page());
    assertEquals(true, yaml.find());
    List<ProxySettings> all =
        new ProxyReader(OptionalLong.empty(), 1)
            .config(YamlNode.parse(yaml.group(1), "docs/proxy.md"));
    assertEquals(List.of("redis", "dns", "spare"), all.stream().map(ProxySettings::name).toList());
  }

  private record Shown(String command, String answer) {}

  /** Each {@code curl} of the page, with the lines below it up to the next command. */
  private static List<Shown> curls() throws IOException {
    List<Shown> shown = new ArrayList<>();
    boolean open = false;
    for (String line : page().lines().toList()) {
      if (line.startsWith("    $ ")) {
        open = line.startsWith("    $ curl ");
        if (open) {
          shown.add(new Shown(line.substring("    $ ".length()), ""));
        }
      } else if (line.startsWith("    ") && open) {
        Shown last = shown.removeLast();
        shown.add(new Shown(last.command(), last.answer() + line.strip()));
      } else {
        open = false;
      }
    }
    return shown;
  }

  @Test
  void eachCurlOfThePageGetsTheAnswerThatThePageShows() throws Exception {
    assumeTrue(run("command -v curl").isPresent(), "Debian's package `curl` is not installed");
    List<Shown> all = curls();
    assertEquals(6, all.size(), "commands");
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (Proxies proxies =
            new Proxies(name -> TraceSink.NONE, RelayConfig.Recorded.FAULTS_AND_ERRORS);
        ApiServer api = ApiServer.start(any, Optional.empty(), proxies, "test")) {
      for (Shown shown : all) {
        String command =
            shown
                .command()
                .replace("127.0.0.1:8474", "127.0.0.1:" + api.address().getPort())
                .replaceAll("(\"listen\": \"[^\"]*):[0-9]+\"", "$1:0\"");
        String printed = run(command).orElseThrow(() -> new AssertionError(command));
        assertEquals(json(shown.answer()), json(printed), command);
      }
    }
  }

  /** An answer as data, but for the port that was picked. */
  private static Optional<JsonNode> json(String text) {
    String anyPort = text.replaceAll("(\"listen\":\"[^\"]*):[0-9]+\"", "$1:PORT\"");
    return anyPort.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(anyPort));
  }

  /** What a command of the shell prints, unless it fails. */
  private static Optional<String> run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
  }
}
