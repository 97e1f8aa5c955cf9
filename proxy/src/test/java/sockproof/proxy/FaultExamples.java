package sockproof.proxy;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every key of every fault, in every form that it takes, as plans that end: what they do is over
 * within a moment. The framing of a stream stands before the faults; nothing stands there where it
 * does not matter.
 */
public final class FaultExamples {
  /**
   * A plan.
   *
   * @param framing how messages are delimited on the stream
   * @param faults in YAML
   */
  public record Example(String framing, String faults) {
    @Override
    public String toString() {
      return framing.equals("none") ? faults : faults + " with " + framing;
    }
  }

  private static final List<String> STREAM =
      List.of(
          "none;[]",
          "none;fragment: {to: client, at: [1, 5, 20]}",
          "line;fragment: {to: server, at: -1}",
          "none;fragment: {every: 7}",
          "none;fragment: {every: 7, pace: none}",
          "none;fragment: {every: 16, pace: 2ms}",
          "none;fragment: {every: 16, pace: lockstep}",
          "none;fragment: {random: {min: 2, max: 9}}",
          "none;fragment: {before: \"\\n\"}",
          "none;fragment: {before: {hex: e282ac}}",
          "none;fragment: {inside: utf8}",
          "crlf;fragment: {inside: delimiter}",
          "length-prefix;fragment: {inside: prefix}",
          "none;coalesce: {bytes: 10}",
          "line;[{fragment: {every: 3}}, {coalesce: {hold: 20ms}}]",
          "line;coalesce: {bytes: 5, hold: 5ms}",
          "none;latency: {delay: 5ms}",
          "line;latency: {delay: 5ms, jitter: 4ms}",
          "line;latency: {delay: 5ms, jitter: 1ms, distribution: uniform}",
          "line;latency: {delay: 5ms, jitter: 1ms, distribution: normal}",
          "line;latency: {delay: 1ms, jitter: 1ms, distribution: pareto}",
          "none;bandwidth: {rate: 10KiB/s}",
          "none;bandwidth: {rate: 2000, burst: 9}",
          "none;stall",
          "none;stall: {after: 4}",
          "none;stall: {after: 4, for: 10ms}",
          "none;stall: {after: 4, for: forever}",
          "none;limit: {bytes: 5}",
          "none;limit: {bytes: 5, then: fin}",
          "none;limit: {bytes: 5, then: stall}",
          "none;limit: {bytes: 5, then: reset}",
          "none;limit: {bytes: 0}",
          "none;reset: {after: 3}",
          "none;half-close: {after: 3}",
          "none;slow-close: {delay: 10ms}",
          "none;slow-open: {delay: 10ms}",
          "none;slow-open: {refuse: true}",
          "none;slow-open: {delay: 5ms, refuse: true, when: {connection: 1}}",
          "none;slow-open: {refuse: true, probability: 0}",
          "none;backpressure: {window: 4KiB}",
          "none;backpressure: {read: never}",
          "none;backpressure: {read: 100KiB/s}",
          "none;backpressure: {window: 4KiB, read: 100KiB/s}",
          "none;corrupt",
          "none;corrupt: {bits: 3}",
          "none;corrupt: {at: [0, 3]}",
          "line;corrupt: {bits: 8, at: -2}",
          "none;insert: {bytes: abc}",
          "none;insert: {at: 3, bytes: {hex: 00ff}}",
          "line;insert: {at: -1, bytes: abc}",
          "none;script: {steps: [{pass: 1, once: 4}, {add: x}, {pass: 2, joined: true}, {flow: 1}]}",
          "none;script: {steps: [{pass: 2}, {drop: 1}, {end: fin}]}",
          "none;script: {to: client, steps: [{pass: 2}, {end: reset}]}",
          "none;script: {steps: [{pass: 2}, {end: hold}]}",
          "line;insert: {bytes: A, when: {nth: 2}}",
          "line;insert: {bytes: A, when: {nth: [1, 2]}}",
          "line;insert: {bytes: A, when: {every: 2}}",
          "none;insert: {bytes: A, when: {connection: 1}}",
          "none;insert: {bytes: A, when: {connection: 2}}",
          "none;corrupt: {bits: 8, at: 0, when: {bytes: {from: 3}}}",
          "none;stall: {for: 3ms, when: {bytes: {from: 3, to: 5}}}",
          "none;insert: {bytes: A, when: {after: 1h}}",
          "none;insert: {bytes: A, when: {until: 1h}}",
          "line;insert: {bytes: A, probability: 0.5, name: mine}",
          "none;insert: {bytes: A, probability: 0}",
          "line;[{corrupt: {bits: 2}}, {fragment: {random: {min: 1, max: 4}}}, {insert: {bytes: z}}]");

  private static final List<String> DATAGRAM =
      List.of(
          "[]",
          "drop",
          "drop: {nth: 2}",
          "drop: {nth: [1, 3]}",
          "drop: {probability: 0.5}",
          "drop: {burst: {enter: 0.5, leave: 0.5}}",
          "drop: {burst: {enter: 0.3, leave: 0.4, loss-good: 0.1, loss-bad: 0.9}}",
          "duplicate",
          "duplicate: {copies: 2}",
          "duplicate: {copies: 2, delay: 5ms}",
          "reorder: {by: 1}",
          "reorder: {delay: 10ms}",
          "reorder: {by: 2, delay: 20ms}",
          "latency: {delay: 5ms}",
          "latency: {delay: 10ms, jitter: 10ms}",
          "latency: {delay: 10ms, jitter: 3ms, distribution: uniform}",
          "latency: {delay: 10ms, jitter: 3ms, distribution: normal}",
          "latency: {delay: 1ms, jitter: 3ms, distribution: pareto}",
          "bandwidth: {rate: 10KiB/s}",
          "bandwidth: {rate: 10KiB/s, burst: 20}",
          "truncate: {to: 5}",
          "truncate: {size: 0}",
          "pad: {to: 100}",
          "pad: {size: 1KiB}",
          "empty",
          "empty: {when: {every: 2}}",
          "corrupt",
          "corrupt: {bits: 9}",
          "corrupt: {bits: 2, at: [0, -1]}",
          "spoof: {from: other-port}",
          "spoof: {from: other-host}",
          "spoof: {from: both}",
          "spoof: {from: exact}",
          "spoof: {from: '127.0.0.213:21313'}",
          "spoof: {from: '192.0.2.213:21313'}",
          "spoof: {from: '[2001:db8::213]:21313'}",
          "spoof: {from: other-port, place: before, payload: mirror}",
          "spoof: {from: other-port, place: after, payload: other, copies: 2}",
          "spoof: {from: other-port, place: instead, payload: {hex: 00ff}}",
          "fragment: {mtu: 68}",
          "fragment: {mtu: 68, order: forward}",
          "fragment: {mtu: 68, order: reverse}",
          "fragment: {mtu: 68, order: random}",
          "fragment: {mtu: 68, lose: 1}",
          "fragment: {mtu: 68, lose: [1, 2]}",
          "fragment: {mtu: 68, overlap: true}",
          "unreachable",
          "unreachable: {nth: 2}",
          "unreachable: {for: 1h}",
          "unreachable: {for: forever}",
          "blackhole",
          "blackhole: {after: 1h}",
          "blackhole: {for: 1h}",
          "blackhole: {for: forever}",
          "script: {steps: [{pass: 2}, {pass: 1, once: 2}, {drop: 3}, {add: x}, {pass: 2}]}",
          "script: {to: client, steps: [{add: x, from: other-port}, {pass: 1}, {end: hold}]}",
          "truncate: {to: 1, when: {nth: 2}}",
          "truncate: {to: 1, when: {nth: [2, 4]}}",
          "truncate: {to: 1, when: {connection: 1}}",
          "truncate: {to: 1, when: {connection: 2}}",
          "truncate: {to: 1, when: {after: 1h}}",
          "truncate: {to: 1, when: {until: 1h}}",
          "truncate: {to: server, size: 1, probability: 0.5, name: mine}",
          "truncate: {to: client, size: 1, probability: 0}",
          "[{drop: {probability: 0.3}}, {corrupt: {bits: 2}}, {duplicate: {probability: 0.5}}]");

  private FaultExamples() {}

  /** Plans for streams. */
  public static List<Example> stream() {
    return STREAM.stream().map(FaultExamples::withFraming).toList();
  }

  /** Plans for datagrams. */
  public static List<Example> datagram() {
    return DATAGRAM.stream().map(faults -> new Example("none", faults)).toList();
  }

  /** All plans. */
  public static Stream<Example> all() {
    return Stream.concat(stream().stream(), datagram().stream());
  }

  private static Example withFraming(String row) {
    int end = row.indexOf(';');
    return new Example(row.substring(0, end), row.substring(end + 1));
  }
}
