package sockproof.harness.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sockproof.harness.exchange.Network;
import sockproof.proxy.plan.Endpoint;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/**
 * The values for a subject's placeholders in one case.
 *
 * @param endpoints where a client connects to, several for one with several servers; where a server
 *     listens
 * @param network the kind of socket
 * @param framing the framing
 * @param text the charset
 * @param messages the messages that a client sends
 * @param name the name to speak under in a chat; otherwise empty
 */
public record Target(
    List<Endpoint> endpoints,
    Network network,
    Framing framing,
    TextRules text,
    List<String> messages,
    String name) {
  /** Values without a name for the subject to speak under. */
  public Target(
      List<Endpoint> endpoints,
      Network network,
      Framing framing,
      TextRules text,
      List<String> messages) {
    this(endpoints, network, framing, text, messages, "");
  }

  /** The same with a name to speak under in a chat. */
  public Target named(String other) {
    return new Target(endpoints, network, framing, text, messages, other);
  }

  /**
   * All arguments with their placeholders replaced. Where there are several servers and the
   * arguments name one, what names it, from the first such argument to the last and with an option
   * right before, is repeated for each.
   */
  List<String> expandAll(List<String> arguments) {
    List<Integer> naming =
        IntStream.range(0, arguments.size())
            .filter(i -> namesServer(arguments.get(i)))
            .boxed()
            .toList();
    boolean listed = arguments.stream().anyMatch(argument -> argument.contains("{servers}"));
    List<String> expanded = new ArrayList<>();
    if (endpoints.size() < 2 || listed || naming.isEmpty()) {
      arguments.forEach(argument -> expanded.addAll(expand(argument)));
      return expanded;
    }
    int first = naming.getFirst();
    if (first > 0 && arguments.get(first - 1).startsWith("-")) {
      first--; // an option whose value names the server
    }
    int end = naming.getLast() + 1;
    arguments.subList(0, first).forEach(argument -> expanded.addAll(expand(argument)));
    for (Endpoint endpoint : endpoints) {
      Target one = new Target(List.of(endpoint), network, framing, text, messages, name);
      arguments.subList(first, end).forEach(argument -> expanded.addAll(one.expand(argument)));
    }
    arguments.subList(end, arguments.size()).forEach(argument -> expanded.addAll(expand(argument)));
    return expanded;
  }

  private static boolean namesServer(String argument) {
    return Stream.of("{host}", "{port}", "{path}").anyMatch(argument::contains);
  }

  /** One argument with its placeholders replaced: several where it names servers or messages. */
  List<String> expand(String argument) {
    if (argument.contains("{servers}")) {
      return endpoints.stream()
          .map(endpoint -> argument.replace("{servers}", address(endpoint)))
          .toList();
    }
    if (argument.contains("{message}")) {
      return messages.stream().map(message -> argument.replace("{message}", message)).toList();
    }
    String result = argument;
    for (Map.Entry<String, String> value : values().entrySet()) {
      result = result.replace("{" + value.getKey() + "}", value.getValue());
    }
    return List.of(result);
  }

  private Map<String, String> values() {
    Endpoint first = endpoints.getFirst();
    return Map.of(
        "host", host(first),
        "port", port(first),
        "path", path(first),
        "framing", framing.word(),
        "charset", text.word(),
        "network", network.medium().word(),
        "ip", Integer.toString(network.ip()),
        "name", name);
  }

  /** What the environment carries besides. */
  Map<String, String> environment() {
    Endpoint first = endpoints.getFirst();
    return Map.of(
        "SOCKPROOF_HOST", host(first),
        "SOCKPROOF_PORT", port(first),
        "SOCKPROOF_PATH", path(first));
  }

  private static String host(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> host;
      case Endpoint.Udp(String host, int port) -> host;
      case Endpoint.Unix unix -> "";
      case Endpoint.UnixDatagram unix -> "";
    };
  }

  private static String port(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> Integer.toString(port);
      case Endpoint.Udp(String host, int port) -> Integer.toString(port);
      case Endpoint.Unix unix -> "";
      case Endpoint.UnixDatagram unix -> "";
    };
  }

  private static String path(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp tcp -> "";
      case Endpoint.Udp udp -> "";
      case Endpoint.Unix(Path path) -> path.toString();
      case Endpoint.UnixDatagram(Path path) -> path.toString();
    };
  }

  private static String address(Endpoint endpoint) {
    String path = path(endpoint);
    if (!path.isEmpty()) {
      return path;
    }
    String host = host(endpoint);
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port(endpoint);
  }
}
