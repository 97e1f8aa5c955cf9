package sockproof.proxy.fault;

import java.util.regex.Pattern;
import sockproof.proxy.core.Datagram.Source;
import sockproof.proxy.plan.Endpoint;
import sockproof.proxy.plan.YamlNode;

/** Reads and writes the sources of {@link Spoof}. Hosts are addresses: no name is looked up. */
final class SpoofSource {
  private static final Pattern IPV4 =
      Pattern.compile("BYTE\\.BYTE\\.BYTE\\.BYTE".replace("BYTE", "(25[0-5]|2[0-4]\\d|1?\\d?\\d)"));
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private SpoofSource() {}

  static Source read(YamlNode node) {
    return switch (node.string()) {
      case "other-port" -> new Source.OtherPort();
      case "other-host" -> new Source.OtherHost();
      case "both" -> new Source.Both();
      case "exact" -> new Source.Exact();
      default -> address(node);
    };
  }

  static Object written(Source source) {
    return switch (source) {
      case Source.OtherPort() -> "other-port";
      case Source.OtherHost() -> "other-host";
      case Source.Both() -> "both";
      case Source.Exact() -> "exact";
      case Source.Genuine genuine ->
          throw new IllegalArgumentException("the genuine source is not forged");
      case Source.Address address -> address.describe();
    };
  }

  /** True if an ordinary socket of this machine can send from there. */
  static boolean isOurs(Source source) {
    return switch (source) {
      case Source.Exact() -> false;
      case Source.Address(String host, int port) -> host.startsWith("127.") || host.equals("::1");
      default -> true;
    };
  }

  private static Source address(YamlNode node) {
    Endpoint.Udp address;
    try {
      address = (Endpoint.Udp) Endpoint.parse("udp://" + node.string());
    } catch (IllegalArgumentException e) {
      throw node.expected("other-port, other-host, both, exact or HOST:PORT");
    }
    boolean literal =
        IPV4.matcher(address.host()).matches() || IPV6.matcher(address.host()).matches();
    if (!literal || address.port() == 0) {
      throw node.expected("an IP address and a port from 1, as in 127.0.0.9:5353");
    }
    return new Source.Address(address.host(), address.port());
  }
}
