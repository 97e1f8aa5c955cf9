package sockproof.proxy.plan;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import sockproof.proxy.core.Bytes;

/** Bytes in a fault list: a text, which stands for its UTF-8 form, or {@code {hex: 00ff}}. */
final class HexBytes {
  private HexBytes() {}

  static Bytes read(YamlNode node) {
    Bytes bytes = node.isMap() ? fromHex(node.map()) : Bytes.utf8(node.string());
    if (bytes.isEmpty()) {
      throw node.expected("at least one byte");
    }
    return bytes;
  }

  static Object written(Bytes bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException notText) {
      return Map.of("hex", HexFormat.of().formatHex(bytes.toArray()));
    }
  }

  private static Bytes fromHex(YamlMap map) {
    YamlNode hex = map.required("hex");
    map.noOtherKeys();
    if (!hex.string().matches("([0-9A-Fa-f]{2})+")) {
      throw hex.expected("pairs of hexadecimal digits such as 00ff");
    }
    return Bytes.of(HexFormat.of().parseHex(hex.string()));
  }
}
