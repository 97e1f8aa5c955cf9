package sockproof.harness.subject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;
import sockproof.harness.known.KnownReader;
import sockproof.harness.subject.Subject.Start;
import sockproof.proxy.plan.PlanException;
import sockproof.proxy.plan.TextFile;
import sockproof.proxy.plan.YamlMap;
import sockproof.proxy.plan.YamlNode;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/** Reads subject files. */
public final class SubjectReader {
  private SubjectReader() {}

  /**
   * Reads one file.
   *
   * @param name the subject's name, unless the file gives one
   * @throws PlanException with file, line and column, for what is not a subject
   */
  public static Subject read(Path file, String name) throws IOException {
    return read(YamlNode.parse(TextFile.read(file), file.toString()), file, name);
  }

  private static Subject read(YamlNode root, Path file, String name) {
    YamlMap map = root.map();
    String title = map.required("title").string();
    Role role = role(map.required("role"));
    Set<Network> networks = networks(map);
    Set<String> framings = framings(map.optional("framing"));
    Set<TextRules> charsets = charsets(map.optional("charset"));
    Set<String> abilities = new LinkedHashSet<>(strings(map.optional("can")));
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
    Start start = start(map);
    Map<String, String> known = map.optional("known").map(KnownReader::reasons).orElse(Map.of());
    map.noOtherKeys();
    return new Subject(
        name, title, role, networks, framings, charsets, abilities, start, directory, known);
  }

  private static Role role(YamlNode node) {
    return switch (node.string()) {
      case "client" -> Role.CLIENT;
      case "server" -> Role.SERVER;
      default -> throw node.error("the role is client or server, not `" + node.string() + "`.");
    };
  }

  private static Set<Network> networks(YamlMap map) {
    List<YamlNode> families = map.optional("ip").map(YamlNode::listOrOne).orElse(List.of());
    List<Integer> versions =
        families.isEmpty()
            ? List.of(4)
            : families.stream().map(node -> node.integer(4, 6)).toList();
    Set<Network> networks = new LinkedHashSet<>();
    for (YamlNode node : map.required("network").listOrOne()) {
      for (int version : versions) {
        try {
          networks.add(Network.parse(node.string(), version));
        } catch (IllegalArgumentException e) {
          throw node.error(e.getMessage() + ".");
        }
      }
    }
    return networks;
  }

  private static Set<String> framings(Optional<YamlNode> node) {
    Set<String> framings = new LinkedHashSet<>();
    for (YamlNode item : node.map(YamlNode::listOrOne).orElse(List.of())) {
      if (item.isMap()) {
        framings.add("fixed:" + item.map().required("fixed").integer(1, 1 << 24));
      } else if (item.string().equals("fixed")) {
        framings.add("fixed");
      } else {
        try {
          framings.add(Framing.parse(item.string()).word());
        } catch (IllegalArgumentException e) {
          throw item.error(e.getMessage() + "; `fixed` alone means any size.");
        }
      }
    }
    return framings;
  }

  private static Set<TextRules> charsets(Optional<YamlNode> node) {
    Set<TextRules> charsets = new LinkedHashSet<>();
    charsets.add(TextRules.ASCII);
    for (YamlNode item : node.map(YamlNode::listOrOne).orElse(List.of())) {
      try {
        charsets.add(TextRules.parse(item.string()));
      } catch (IllegalArgumentException e) {
        throw item.error(e.getMessage() + ".");
      }
    }
    return charsets;
  }

  private static Start start(YamlMap map) {
    Optional<YamlNode> command = map.optional("command");
    Optional<YamlNode> reference = map.optional("reference");
    Optional<YamlNode> build = map.optional("build");
    Optional<YamlNode> requires = map.optional("requires");
    Optional<YamlNode> image = map.optional("image");
    if (command.isPresent() == reference.isPresent()) {
      throw map.node()
          .error(
              "a subject has either a `command` (a program and its arguments) or a `reference` role.");
    }
    YamlNode arguments = command.or(() -> reference).orElseThrow();
    List<String> words = words(arguments);
    if (words.isEmpty()) {
      throw arguments.error("the list needs at least the program.");
    }
    if (image.isPresent()) {
      if (reference.isPresent() || build.isPresent()) {
        throw image
            .get()
            .error("an `image` brings its program along: it goes with `command`, without `build`.");
      }
      return new Start.Container(image.get().string(), words, strings(requires));
    }
    return command.isPresent()
        ? new Start.Command(words, strings(build), strings(requires))
        : new Start.Reference(words);
  }

  private static List<String> words(YamlNode arguments) {
    if (!arguments.isList()) {
      throw arguments.expected(
          "a list of the program and its arguments such as [python3, x.py, '{host}', '{port}']");
    }
    List<String> words = new ArrayList<>();
    for (YamlNode word : arguments.list()) {
      if (word.isMap()) {
        throw word.error("braces need quotes here, as in '{host}': without them YAML reads a map.");
      }
      words.add(word.string());
    }
    return words;
  }

  private static List<String> strings(Optional<YamlNode> node) {
    List<String> strings = new ArrayList<>();
    node.ifPresent(list -> list.listOrOne().forEach(item -> strings.add(item.string())));
    return strings;
  }
}
