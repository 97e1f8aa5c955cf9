package sockproof.proxy.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.fault.FaultRegistry;

class PlanReaderTest {
  @Test
  void readsAListOfFaultsWithTheirCommonKeys() {
    Plan plan =
        plan(
            """
            - fragment: {to: client, every: 1, name: drip}
            - latency:
                delay: 20ms
                when: {connection: 2, nth: [1, 3], bytes: {from: 5, to: 1KiB}, after: 1s, until: 2s}
                probability: 0.5
            """,
            "tcp",
            "line");
    assertEquals(List.of("drip", "latency"), plan.labels());
    PlannedFault latency = plan.faults().get(1);
    assertEquals(
        new When(2, List.of(1, 3), 1, 5, 1024, 1_000_000_000, 2_000_000_000), latency.when());
    assertEquals(0.5, latency.probability());
    assertEquals(Receiver.BOTH, latency.to());
    assertEquals(Receiver.CLIENT, plan.faults().get(0).to());
  }

  @Test
  void oneFaultNeedsNoListAndAFaultWithoutKeysIsAWord() {
    assertEquals(1, plan("drop: {nth: 2}", "udp", "none").faults().size());
    assertEquals(2, plan("[empty, blackhole]", "udp", "none").faults().size());
    assertTrue(plan("", "udp", "none").isEmpty());
    assertTrue(plan("[]", "udp", "none").isEmpty());
  }

  @Test
  void faultsOfOneNameAreNumbered() {
    assertEquals(
        List.of("drop", "empty", "drop#2", "drop#3"),
        plan("[drop: {nth: 1}, empty, drop: {nth: 2}, drop: {nth: 3}]", "udp", "none").labels());
  }

  /** Written as data and read again, a fault is the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fragment: {to: client, at: [1, -2], pace: 5ms}",
        "fragment: {every: 7, pace: none}",
        "fragment: {random: {min: 1, max: 5}}",
        "fragment: {before: \"\\r\\n\"}",
        "fragment: {before: {hex: ff00}}",
        "fragment: {inside: utf8}",
        "coalesce: {bytes: 64KiB, hold: 5ms}",
        "latency: {delay: 1500us, jitter: 1ms, distribution: pareto}",
        "bandwidth: {rate: 64KiB/s, burst: 100}",
        "stall: {after: 10, for: 2s}",
        "limit: {bytes: 0, then: reset}",
        "reset: {after: 64KiB}",
        "reset: {after: 2m}",
        "half-close: {to: server, after: 3}",
        "slow-close: {delay: 2s, when: {connection: 3, after: 1s}}",
        "slow-open: {delay: 10ms, refuse: true}",
        "backpressure: {window: 4KiB, read: never}",
        "backpressure: {read: 100/s}",
        "corrupt: {bits: 2, at: [0, 5]}",
        "insert: {at: -1, bytes: \"5\"}",
        "script: {steps: [{pass: 1, once: 9}, {add: {hex: ff}, joined: true}, {drop: 2}]}",
        "script: {steps: [{add: x, once: 2}, {flow: 2}, {drop: 3, joined: true}, {end: hold}]}",
        "stall: {when: {nth: [1, 2], every: 1, bytes: {from: 1}, until: 9s}, probability: 0.00001}",
      })
  void streamFaultsSurviveWriting(String text) {
    assertSurvives(text, "tcp", "line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop: {nth: [2]}",
        "drop: {probability: 0.25, name: \"a b\"}",
        "drop: {burst: {enter: 0.1, leave: 0.5, loss-good: 0.01, loss-bad: 0.9}}",
        "duplicate: {copies: 3, delay: 5ms}",
        "reorder: {by: 2, delay: 1s}",
        "latency: {delay: 1s}",
        "bandwidth: {rate: 1}",
        "truncate: {to: 5}",
        "pad: {to: server, size: 1KiB}",
        "empty: {when: {every: 2}}",
        "corrupt: {at: -1}",
        "spoof: {to: server, from: \"[::1]:53\", place: after, payload: mirror, copies: 2}",
        "spoof: {from: exact, payload: \"\\t\\\"x\\\\\"}",
        "fragment: {mtu: 100, order: random, lose: [1, 2], overlap: true}",
        "script: {steps: [{pass: 2, once: 2}, {add: \"\", from: both}, {drop: 1}]}",
        "script: {steps: [{add: {hex: 00ff}, once: 1}, {pass: 1}, {end: hold}]}",
        "unreachable: {for: 1s}",
        "unreachable: {nth: 1}",
        "blackhole: {after: 1s, for: forever}",
      })
  void datagramFaultsSurviveWriting(String text) {
    assertSurvives(text, "udp", "none");
  }

  private static void assertSurvives(String text, String medium, String framing) {
    Plan plan = plan(text, medium, framing);
    assertEquals(plan, plan(plan.faults().getFirst().toString(), medium, framing));
  }

  /** The table of faults that make no sense on a medium, with what to use instead. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop|tcp|`drop` loses datagrams; on a stream that would be corruption. Use `limit`,"
            + " `stall` or `reset`.",
        "duplicate|tcp|`duplicate` repeats datagrams; on a stream that would be corruption. Use"
            + " `insert` if that is meant.",
        "reorder|unix|`reorder` lets datagrams overtake each other; a stream keeps its order. Use"
            + " `latency`.",
        "truncate|tcp|`truncate` shortens datagrams, and a stream has none. Use `limit`.",
        "pad|tcp|`pad` lengthens datagrams, and a stream has none. Use `insert`.",
        "empty|tcp|`empty` sends an empty datagram, and a stream has no empty pieces. Use"
            + " `fragment`.",
        "spoof|tcp|`spoof` forges the source of datagrams; nobody can do that to an open stream."
            + " Use `insert` to add bytes.",
        "unreachable|unix-datagram|`unreachable` answers with ICMP, which only UDP has. Use"
            + " `slow-open` with `refuse` on streams, `blackhole` for Unix datagrams.",
        "blackhole|tcp|`blackhole` swallows datagrams; on a stream that would be corruption. Use"
            + " `stall`.",
        "fragment|unix-datagram|`fragment` cuts streams and sends UDP datagrams as IP fragments; no"
            + " IP packet carries Unix datagrams. Use `truncate`.",
        "coalesce|udp|`coalesce` joins bytes of a stream, and a datagram is never joined to"
            + " another. Use `duplicate` or `reorder`.",
        "stall|udp|`stall` stops a stream, and datagrams are not one. Use `blackhole` or"
            + " `latency`.",
        "limit|udp|`limit` ends a stream, and datagrams are not one. Use `truncate` or `drop`.",
        "reset|unix|`reset` sends RST, which only TCP has. Use `limit` or `half-close` on Unix"
            + " streams, `unreachable` or `blackhole` for datagrams.",
        "half-close|udp|`half-close` closes a stream, and datagrams have no end. Use `blackhole`.",
        "slow-close|udp|`slow-close` delays the end of a stream, and datagrams have none. Use"
            + " `latency`.",
        "slow-open|udp|`slow-open` delays connections, and datagrams have none. Use `latency`,"
            + " `blackhole` or `unreachable`.",
        "backpressure|udp|`backpressure` holds up a sender, and datagrams do not wait. Use"
            + " `bandwidth` or `drop`.",
        "insert|udp|`insert` adds bytes to a stream. Use `pad` or `spoof` for datagrams.",
      })
  void aFaultOnTheWrongMediumIsRefusedWithARemedy(String name, String medium, String sentence) {
    assertEquals("t.yaml:1:1: " + sentence, refusal(name, medium, "none"));
  }

  /** No fault is refused on a medium without a sentence of its own in the table above. */
  @Test
  void everyFaultThatIsNotForAllMediaHasItsSentence() {
    for (String name : FaultRegistry.names()) {
      for (Medium medium : Medium.values()) {
        boolean fits =
            FaultRegistry.named(name).stream().anyMatch(type -> type.media().contains(medium));
        if (!fits) {
          assertTrue(refusal(name, medium.word(), "none").contains(" Use `"), name + medium);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "fragment:{every: 1}|1:1: YAML needs a blank behind the colon: `fragment: …`.",
        "fragmnet: {every: 1}|1:1: the fault `fragmnet` is not known; did you mean `fragment`?"
            + " Known: fragment, coalesce, latency, bandwidth, stall, limit, reset, half-close,"
            + " slow-close, slow-open, backpressure, corrupt, insert, script, drop, duplicate,"
            + " reorder,"
            + " truncate, pad, empty, spoof, unreachable, blackhole.",
        "fragment: {every: 0}|1:19: expected a whole number of at least 1, found `0`.",
        "fragment: {}|1:1: `fragment` takes exactly one of `at`, `every`, `random`, `before` or"
            + " `inside`.",
        "fragment: {every: 1, at: 2}|1:1: `fragment` takes exactly one of `at`, `every`, `random`,"
            + " `before` or `inside`.",
        "fragment: {at: []}|1:16: this list is empty; give at least one number.",
        "fragment: {random: {min: 3, max: 2}}|1:29: `max` is less than `min`.",
        "fragment: {inside: utf16}|1:20: expected utf8, delimiter or prefix, found `utf16`.",
        "fragment: {every: 1, pace: slow}|1:28: expected a duration such as 250ms, 5s or 2m, found"
            + " `slow`.",
        "fragment: {at: -1}|1:12: a negative offset counts from the end of a message, and no"
            + " framing is known here. Give --framing, or use offsets from the start.",
        "fragment: {inside: delimiter}|1:12: `inside: delimiter` cuts between CR and LF, and the"
            + " framing is none. Give --framing crlf, or use `before`.",
        "fragment: {inside: prefix}|1:12: `inside: prefix` cuts inside a length prefix, and the"
            + " framing is none. Give --framing length-prefix, or use `at`.",
        "latency: {dely: 5ms}|1:11: the key `dely` is not known; did you mean `delay`? Known:"
            + " delay, jitter, distribution, to, when, probability, name.",
        "latency|1:1: `latency` needs the key `delay`: a duration, as 250ms.",
        "latency: {delay: 5ms, jiter: 1ms}|1:23: the key `jiter` is not known; did you mean"
            + " `jitter`? Known: delay, jitter, distribution, to, when, probability, name.",
        "latency: {delay: 5ms, to: clinet}|1:27: expected client, server or both, found `clinet`.",
        "latency: {delay: 5ms, probability: 2}|1:36: expected a number from 0 to 1, found `2`.",
        "latency: {delay: 5ms, when: {nth: 2}}|1:30: `nth` counts messages, and no framing is known"
            + " here. Give --framing, or use `bytes`.",
        "latency: {delay: 5ms, when: {after: 2s, until: 1s}}|1:41: `until` is not later than"
            + " `after`, so this is never.",
        "latency: {delay: 5ms, when: {bytes: {from: 2, to: 2}}}|1:30: `bytes` is empty: `from` is"
            + " included, `to` is not.",
        "slow-open: {delay: 5ms, to: client}|1:25: `slow-open` concerns the whole connection, not"
            + " one direction; leave `to` out.",
        "slow-open: {delay: 5ms, when: {after: 1s}}|1:32: `slow-open` acts before the first byte,"
            + " so `after` cannot decide. Use `connection`.",
        "backpressure: {window: 4KiB, probability: 0.5}|1:1: a receive buffer is set before any"
            + " connection exists, so neither `when` nor `probability` can choose; leave them out.",
        "corrupt: {bits: 9, at: 1}|1:11: a byte has 8 bits; with `at`, `bits` is at most 8.",
        "insert: {at: 1}|1:9: `insert` needs the key `bytes`: a text, or {hex: 00ff}.",
        "insert: {bytes: {hex: 0g}}|1:23: expected pairs of hexadecimal digits such as 00ff, found"
            + " `0g`.",
        "{stall: {}, limit: {}}|1:1: a fault is one name with its keys, as in `drop: {nth: 2}`;"
            + " here are stall or limit.",
        "{}|1:1: a fault is one name with its keys, as in `drop: {nth: 2}`; here are none.",
        "[[stall]]|1:2: expected a map of keys, found a list.",
      })
  void aMistakeOnAStreamIsNamedWithItsPlace(String text, String message) {
    assertEquals("t.yaml:" + message, refusal(text, "tcp", "none"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop: {when: {bytes: {from: 1}}}|1:15: `bytes` counts offsets of a stream, which datagrams"
            + " do not have. Use `nth` or `every`.",
        "drop: {nth: 1, burst: {enter: 0.1, leave: 0.1}}|1:1: `drop` takes at most one of `nth` or"
            + " `burst`.",
        "drop: {nth: 0}|1:13: expected a whole number of at least 1, found `0`.",
        "truncate: {to: 5, size: 6}|1:12: the size stands here and in `size`; leave one out.",
        "truncate: {}|1:11: `truncate` needs the key `size`: bytes, as 64 or 64KiB.",
        "pad: {to: 65508}|1:11: expected a size from 0 to 65507, found `65508`.",
        "reorder|1:1: `reorder` needs at least one of `by` or `delay`.",
        "fragment: {mtu: 27}|1:17: expected a whole number from 28 to 65535, found `27`.",
      })
  void aMistakeOnDatagramsIsNamedWithItsPlace(String text, String message) {
    assertEquals("t.yaml:" + message, refusal(text, "udp", "none"));
  }

  private static String refusal(String text, String medium, String framing) {
    PlanException refusal =
        assertThrows(
            PlanException.class,
            () -> PlanReader.parse(text, "t.yaml", medium(medium), Framing.parse(framing)));
    return String.valueOf(refusal.getMessage());
  }

  private static Plan plan(String text, String medium, String framing) {
    return PlanReader.read(
        YamlNode.parse(text, "t.yaml"),
        medium(medium),
        Framing.parse(framing),
        EnumSet.allOf(Capability.class));
  }

  private static Medium medium(String word) {
    return EnumSet.allOf(Medium.class).stream()
        .filter(medium -> medium.word().equals(word))
        .findFirst()
        .orElseThrow();
  }
}
