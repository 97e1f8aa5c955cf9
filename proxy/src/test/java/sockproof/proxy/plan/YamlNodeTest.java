package sockproof.proxy.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlNodeTest {
  @Test
  void readsScalarsByWhatIsWanted() {
    YamlMap map =
        YamlNode.parse(
                """
                text: hello
                quoted: "5"
                number: -7
                chance: 0.25
                on: true
                pause: 250ms
                size: 64KiB
                nothing:
                list: [1, 2]
                """,
                "a.yaml")
            .map();
    assertEquals("hello", map.required("text").string());
    assertEquals("5", map.required("quoted").string());
    assertEquals(-7, map.required("number").integer(-10, 10));
    assertEquals(0.25, map.required("chance").number(0, 1));
    assertTrue(map.required("on").bool());
    assertEquals(250_000_000, map.required("pause").durationNanos());
    assertEquals(65_536, map.required("size").sizeBytes());
    assertTrue(map.required("nothing").isNull());
    assertEquals(
        List.of(1, 2),
        map.required("list").list().stream().map(item -> item.integer(0, 9)).toList());
    assertTrue(map.optional("other").isEmpty());
    map.noOtherKeys();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "250ms; 250000000",
        "40us; 40000",
        "1.5s; 1500000000",
        "2m; 120000000000",
        "1h; 3600000000000",
        "7ns; 7",
        "0; 0",
      })
  void readsDurations(String text, long nanos) {
    assertEquals(nanos, YamlNode.parse(text, "a").durationNanos());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "k: 5 s; duration; a:1:4: expected a duration such as 250ms, 5s or 2m, found `5 s`.",
        "k: 5; duration; a:1:4: expected a duration such as 250ms, 5s or 2m, found `5`.",
        "k: 99999999999h; duration; a:1:4: expected a duration such as 250ms, 5s or 2m, found"
            + " `99999999999h`.",
        "k: -1; size; a:1:4: expected a size in bytes such as 64 or 64KiB, found `-1`.",
        "k: 64kb; size; a:1:4: expected a size in bytes such as 64 or 64KiB, found `64kb`.",
        "k: \"5\"; integer; a:1:4: expected a whole number from 0 to 9, found the text \"5\".",
        "k: 10; integer; a:1:4: expected a whole number from 0 to 9, found `10`.",
        "k: 1e3; integer; a:1:4: expected a whole number from 0 to 9, found `1e3`.",
        "k: 99999999999999999999; integer; a:1:4: expected a whole number from 0 to 9, found"
            + " `99999999999999999999`.",
        "k: yes; bool; a:1:4: expected true or false, found `yes`.",
        "k: 1.5; number; a:1:4: expected a number from 0 to 1, found `1.5`.",
        "k: [1]; string; a:1:4: expected a text, found a list.",
        "k: x; list; a:1:4: expected a list, found `x`.",
        "k: x; map; a:1:4: expected a map of keys, found `x`.",
        "k: ; string; a:1:3: expected a text, found nothing.",
      })
  void saysWhereWhatWasExpectedAndWhatStandsThere(String text, String wanted, String message) {
    Consumer<YamlNode> reading =
        switch (wanted) {
          case "duration" -> YamlNode::durationNanos;
          case "size" -> YamlNode::sizeBytes;
          case "integer" -> node -> node.integer(0, 9);
          case "bool" -> YamlNode::bool;
          case "number" -> node -> node.number(0, 1);
          case "string" -> YamlNode::string;
          case "list" -> YamlNode::list;
          case "map" -> YamlNode::map;
          default -> throw new IllegalArgumentException(wanted);
        };
    YamlNode node = YamlNode.parse(text, "a").map().required("k");
    assertEquals(message, messageOf(() -> reading.accept(node)));
  }

  @Test
  void unknownKeysAreRefusedWithTheNearestAndAllKnownOnes() {
    YamlMap map = YamlNode.parse("delay: 1s\n  \ndealy: 2s\n", "a.yaml").map();
    map.optional("delay");
    map.optional("jitter");
    assertEquals(
        "a.yaml:3:1: the key `dealy` is not known; did you mean `delay`? Known: delay, jitter.",
        messageOf(map::noOtherKeys));
  }

  @Test
  void aMissingKeyIsNamed() {
    YamlMap map = YamlNode.parse("a: {b: 1}", "a.yaml").map().required("a").map();
    assertEquals("a.yaml:1:4: the key `c` is missing.", messageOf(() -> map.required("c")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "a: 1, a: 2; x.yaml:1:8: this is not YAML: mapping values are not allowed here.",
        "{a: 1, a: 2}; x.yaml:1:8: the key `a` stands here a second time.",
        "{[1]: 2}; x.yaml:1:2: a key must be a word.",
        "'open; x.yaml:1:6: this is not YAML: found unexpected end of stream.",
      })
  void whatIsNotYamlIsRefusedInOneSentence(String text, String message) {
    assertEquals(message, messageOf(() -> YamlNode.parse(text, "x.yaml")));
  }

  @Test
  void aliasesThatGrowWithoutEndAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(5)));
    }
    assertTrue(messageOf(() -> YamlNode.parse(bomb.toString(), "x")).contains("too large"));
    assertTrue(messageOf(() -> YamlNode.parse("&a [*a]", "x")).startsWith("x:1:"));
  }

  @Test
  void variablesAreReplacedAndKeepTheirPlace() {
    YamlNode node =
        YamlNode.parse("- $cut\n- '$cut'\n- {at: [$cut, $5]}", "a")
            .substitute(Map.of("cut", "seven"));
    assertEquals("seven", node.list().get(0).string());
    assertEquals("$cut", node.list().get(1).string());
    YamlNode inner = node.list().get(2).map().required("at").list().getFirst();
    assertEquals(
        "a:3:9: expected a whole number from 0 to 9, found `seven`.",
        messageOf(() -> inner.integer(0, 9)));
    assertEquals("$5", node.list().get(2).map().required("at").list().get(1).string());
  }

  @Test
  void aVariableWithoutAValueIsNamed() {
    assertEquals(
        "a:1:1: `$size` has no value; there are $at, $cut.",
        messageOf(() -> YamlNode.parse("$size", "a").substitute(Map.of("cut", "1", "at", "2"))));
  }

  private static String messageOf(Runnable action) {
    return String.valueOf(assertThrows(PlanException.class, action::run).getMessage());
  }
}
