package sockproof.scenarios.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sockproof.harness.exchange.Role;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;

/**
 * One entry of the index of bundled programs.
 *
 * @param path the source, below the folder of programs
 * @param language what it is written in
 * @param role which side it plays
 * @param network the kind of its socket
 * @param framings how it delimits messages; one empty word for datagrams
 * @param utf8 whether it carries text beyond ASCII
 * @param verdict {@code good}, or the one finding that it was written to show
 * @param build the command that compiles it; empty for none
 * @param command how it is started
 */
record Program(
    String path,
    String language,
    Role role,
    String network,
    List<String> framings,
    boolean utf8,
    String verdict,
    List<String> build,
    List<String> command) {

  /** Reads the index. */
  static List<Program> index(Path file) throws IOException {
    YamlMap map = YamlNode.parse(Files.readString(file), file.toString()).map();
    List<Program> programs = new ArrayList<>();
    for (YamlNode node : map.required("programs").list()) {
      programs.add(of(node.map()));
    }
    return programs;
  }

  private static Program of(YamlMap map) {
    return new Program(
        map.required("path").string(),
        map.required("language").string(),
        map.required("role").string().equals("client") ? Role.CLIENT : Role.SERVER,
        map.required("network").string(),
        map.optional("framings")
            .map(list -> list.list().stream().map(YamlNode::string).toList())
            .orElse(List.of("")),
        map.optional("charset").map(YamlNode::string).orElse("").equals("utf-8"),
        map.required("verdict").string(),
        map.optional("build").map(build -> words(build.string())).orElse(List.of()),
        words(map.required("command").string()));
  }

  private static List<String> words(String line) {
    return List.of(line.split(" "));
  }

  boolean isGood() {
    return verdict.equals("good");
  }

  boolean isStream() {
    return !network.equals("udp") && !network.equals("unix-datagram");
  }

  /** The programs that have to be installed. */
  List<String> requires() {
    List<String> programs = new ArrayList<>();
    if (!build.isEmpty()) {
      programs.add(build.getFirst());
    }
    if (!command.getFirst().contains("/")) {
      programs.add(command.getFirst());
    }
    return programs;
  }
}
