package sockproof.harness.debug;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramCommand;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.StreamCommand;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command as a page sends it: {@code {"connection": 1, "to": "client", "do": "cut", "at": 5}}.
 *
 * @param connection the connection's number
 * @param direction which way
 * @param command what to do
 */
record CommandJson(int connection, Direction direction, HoldCommand command) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * Reads a command.
   *
   * @param stream whether the connection is a stream
   * @throws DebugException with one sentence for anything that is not a command
   */
  static CommandJson read(String text, boolean stream) {
    try {
      JsonNode json = MAPPER.readTree(text);
      Direction direction =
          switch (json.path("to").asString("")) {
            case "client" -> Direction.TO_CLIENT;
            case "server" -> Direction.TO_SERVER;
            default -> throw new DebugException("`to` is client or server");
          };
      String word = json.path("do").asString("");
      HoldCommand command =
          word.equals("hold")
              ? new HoldCommand.Hold(json.path("on").asBoolean(true))
              : stream ? onStream(word, json) : onDatagrams(word, json);
      return new CommandJson(json.path("connection").asInt(0), direction, command);
    } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
      throw new DebugException("that is not a command", e);
    }
  }

  private static StreamCommand onStream(String word, JsonNode json) {
    return switch (word) {
      case "cut" -> new StreamCommand.Cut(number(json, "at"));
      case "join" -> new StreamCommand.Join(number(json, "at"));
      case "coalesce" -> new StreamCommand.Coalesce();
      case "piece" -> new StreamCommand.ReleasePiece();
      case "bytes" -> new StreamCommand.ReleaseBytes(Math.toIntExact(number(json, "count")));
      case "message" -> new StreamCommand.ReleaseMessage();
      case "all" -> new StreamCommand.ReleaseAll();
      case "drop" -> new StreamCommand.Drop(number(json, "from"), number(json, "end"));
      case "duplicate" -> new StreamCommand.Duplicate(number(json, "from"), number(json, "end"));
      case "forge" -> new StreamCommand.Forge(number(json, "at"), bytes(json));
      case "reset" -> new StreamCommand.Reset();
      case "half-close" -> new StreamCommand.HalfClose();
      default -> throw unknown(word);
    };
  }

  private static DatagramCommand onDatagrams(String word, JsonNode json) {
    return switch (word) {
      case "release" -> new DatagramCommand.Release(number(json, "id"));
      case "all" -> new DatagramCommand.ReleaseAll();
      case "drop" -> new DatagramCommand.Drop(number(json, "id"));
      case "duplicate" -> new DatagramCommand.Duplicate(number(json, "id"));
      case "move" ->
          new DatagramCommand.Move(number(json, "id"), Math.toIntExact(number(json, "index")));
      case "forge" ->
          new DatagramCommand.Forge(
              bytes(json),
              source(json.path("source").asString("")),
              Math.toIntExact(number(json, "index")));
      default -> throw unknown(word);
    };
  }

  private static DebugException unknown(String word) {
    return new DebugException("`" + word + "` is not a command here");
  }

  private static long number(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new DebugException("`" + key + "` is a whole number");
    }
    return value.longValue();
  }

  private static Datagram.Source source(String word) {
    return switch (word) {
      case "genuine" -> Datagram.GENUINE;
      case "other-port" -> new Datagram.Source.OtherPort();
      case "other-host" -> new Datagram.Source.OtherHost();
      case "both" -> new Datagram.Source.Both();
      default -> throw new DebugException("`source` is genuine, other-port, other-host or both");
    };
  }

  private static Bytes bytes(JsonNode json) {
    String hex = json.path("hex").asString("");
    return hex.isEmpty()
        ? Bytes.of(Escapes.bytes(json.path("text").asString("")))
        : Bytes.of(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
  }

  /** Text with escapes, as bytes. */
  static final class Escapes {
    private Escapes() {}

    /**
     * The bytes of a text in UTF-8 in which {@code \n}, {@code \r}, {@code \t}, {@code \0}, {@code
     * \\} and {@code \xff} stand for one byte each.
     *
     * @throws DebugException for another escape
     */
    static byte[] bytes(String text) {
      java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
      for (int i = 0; i < text.length(); ) {
        int character = text.codePointAt(i);
        i += Character.charCount(character);
        if (character != '\\') {
          bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
          continue;
        }
        char escape = i < text.length() ? text.charAt(i++) : ' ';
        switch (escape) {
          case 'n' -> bytes.write('\n');
          case 'r' -> bytes.write('\r');
          case 't' -> bytes.write('\t');
          case '0' -> bytes.write(0);
          case '\\' -> bytes.write('\\');
          case 'x' -> {
            String digits = text.substring(i, Math.min(i + 2, text.length()));
            if (!digits.matches("[0-9A-Fa-f]{2}")) {
              throw new DebugException("\\x takes two hexadecimal digits, as in \\xff");
            }
            bytes.write(Integer.parseInt(digits, 16));
            i += 2;
          }
          default ->
              throw new DebugException("use \\n, \\r, \\t, \\0, \\\\ or \\xff after a backslash");
        }
      }
      return bytes.toByteArray();
    }
  }
}
