package sockproof.proxy.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sockproof.proxy.core.Bytes;

/** A capture as Wireshark's programs read it, who must have nothing to complain of. */
final class Wireshark {
  /** Payloads are only bytes here, whichever protocol has the ports that the kernel chose. */
  private static final List<String> OPTIONS =
      List.of(
          "-n",
          "-d",
          "tcp.port==1-65535,data",
          "-d",
          "udp.port==1-65535,data",
          "-o",
          "ip.check_checksum:TRUE",
          "-o",
          "tcp.check_checksum:TRUE",
          "-o",
          "udp.check_checksum:TRUE",
          "-z",
          "expert,warn",
          "-T",
          "fields",
          "-E",
          "separator=|",
          "-E",
          "aggregator=~");

  private static final List<String> FIELDS =
      List.of(
          "frame.interface_name",
          "frame.packet_flags_direction",
          "frame.comment",
          "frame.len",
          "ip.src",
          "ip.dst",
          "ipv6.src",
          "ipv6.dst",
          "tcp.srcport",
          "tcp.dstport",
          "tcp.flags",
          "tcp.payload",
          "udp.srcport",
          "udp.dstport",
          "udp.payload",
          "icmp.type",
          "icmp.code",
          "ip.frag_offset",
          "udp.length",
          "frame.interface_description");

  /** A packet: what tshark shows of its fields. */
  record Packet(List<String> values) {
    /** A field, empty where the packet has none; several are joined by {@code ~}. */
    String get(String field) {
      return values.get(FIELDS.indexOf(field));
    }

    /** Several fields. */
    List<String> get(String... fields) {
      return Stream.of(fields).map(this::get).toList();
    }

    boolean isAtServer() {
      return get("frame.interface_name").equals("relay server");
    }

    boolean isOutbound() {
      return get("frame.packet_flags_direction").endsWith("2");
    }

    /** The control bits of TCP. */
    boolean has(int flag) {
      String flags = get("tcp.flags");
      return !flags.isEmpty() && (Integer.decode(flags) & flag) != 0;
    }

    /** The payload as text. */
    String text() {
      String hex = get("tcp.payload") + get("udp.payload");
      return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    }

    boolean hasPayload() {
      return !get("tcp.payload").isEmpty() || !get("udp.payload").isEmpty();
    }
  }

  /** A TCP stream put together: the bytes of its opener and of the other end. */
  record Conversation(Bytes fromOpener, Bytes fromOther) {}

  private final Path file;
  private final List<String> lines;

  private Wireshark(Path file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  static void assumeInstalled() {
    boolean there =
        Stream.of("tshark", "capinfos")
            .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
    assumeTrue(there, "tshark and capinfos are not installed (Debian: tshark)");
  }

  /** Reads a capture, with its first so many TCP streams. */
  static Wireshark read(Path file, int streams) throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/tshark", "-r", file.toString()));
    command.addAll(OPTIONS);
    for (int i = 0; i < streams; i++) {
      command.addAll(List.of("-z", "follow,tcp,raw," + i));
    }
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    return new Wireshark(file, run(command));
  }

  private static List<String> run(List<String> command) throws Exception {
    Path errors = Files.createTempFile("wireshark", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      List<String> complaints = complaints(errors);
      assertEquals(0, status, complaints::toString);
      assertEquals(List.of(), complaints, () -> String.join(" ", command));
      return text.lines().toList();
    } finally {
      Files.delete(errors);
    }
  }

  private static List<String> complaints(Path errors) throws IOException {
    return Files.readAllLines(errors).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("Running as user"))
        .toList();
  }

  List<Packet> packets() {
    return lines.stream()
        .filter(line -> line.chars().filter(c -> c == '|').count() == FIELDS.size() - 1)
        .map(line -> new Packet(List.of(line.split("\\|", -1))))
        .toList();
  }

  List<Packet> packets(Predicate<Packet> wanted) {
    return packets().stream().filter(wanted).toList();
  }

  /** The summaries of all that tshark's experts call a warning or an error. */
  List<String> warnings() {
    return lines.stream()
        .map(String::strip)
        .filter(line -> line.matches("\\d+ +[A-Z].*"))
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  /** A stream that was asked for. */
  Conversation stream(int index) {
    StringBuilder fromOpener = new StringBuilder();
    StringBuilder fromOther = new StringBuilder();
    int at = lines.indexOf("Filter: tcp.stream eq " + index);
    assertTrue(at >= 0, "there is no such stream");
    for (String line : lines.subList(at, lines.size())) {
      if (line.matches("[0-9a-f]+")) {
        fromOpener.append(line);
      } else if (line.matches("\\t[0-9a-f]+")) {
        fromOther.append(line.strip());
      } else if (line.startsWith("====")) {
        break;
      }
    }
    HexFormat hex = HexFormat.of();
    return new Conversation(Bytes.of(hex.parseHex(fromOpener)), Bytes.of(hex.parseHex(fromOther)));
  }

  /** Nobody has anything to say, and the packets are in order. */
  Wireshark clean() throws Exception {
    assertEquals(List.of(), warnings());
    return inOrder();
  }

  /** The file is whole and its packets are in order. */
  Wireshark inOrder() throws Exception {
    List<String> infos = run(List.of("/usr/bin/capinfos", "-o", "-E", file.toString()));
    assertTrue(
        infos.stream().anyMatch(line -> line.matches("Strict time order: +True")), infos::toString);
    assertTrue(infos.stream().anyMatch(line -> line.contains("Raw IP")), infos::toString);
    return this;
  }
}
