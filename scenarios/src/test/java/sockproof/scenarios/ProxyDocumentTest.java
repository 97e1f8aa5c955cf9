package sockproof.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sockproof.proxy.control.ProxyReader;
import sockproof.proxy.control.ProxySettings;
import sockproof.proxy.plan.YamlNode;

/** What docs/proxy.md shows is what the program does. */
class ProxyDocumentTest {
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
}
