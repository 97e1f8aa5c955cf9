package sockproof.harness.debug;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sockproof.harness.process.Ending;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramView;
import sockproof.proxy.core.hold.HoldView;
import sockproof.proxy.core.hold.StreamView;
import sockproof.proxy.kernel.Receiver;
import tools.jackson.databind.json.JsonMapper;

/** All that a page shows, as JSON. */
final class StateJson {
  /** How many of the waiting bytes of a direction, or of a datagram, are shown. */
  static final int SHOWN_BYTES = 2048;

  private static final int SHOWN_OUTPUT = 64 * 1024;
  private static final int SHOWN_DATAGRAMS = 200;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private StateJson() {}

  static String write(DebugSession session) {
    DebugSession.Life life = session.life();
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("mode", session.target().word());
    root.put("network", session.target().medium().word());
    root.put("stream", session.target().medium().isStream());
    root.put("framing", session.target().knownFraming().word());
    root.put("command", command(session.target()));
    root.put(
        "listen", life.stage().map(stage -> stage.relay().listenEndpoint().toString()).orElse(""));
    root.put("upstream", upstream(session.target()));
    root.put("failure", life.failure());
    life.subject().ifPresent(subject -> root.put("subject", subject(subject)));
    root.put("peer", life.stage().map(Stage::peerLines).orElse(List.of()));
    List<Object> connections = new ArrayList<>();
    life.connections()
        .values()
        .forEach(state -> connections.add(connection(state, session.target())));
    root.put("connections", connections);
    List<Object> log = new ArrayList<>();
    life.log().lines().forEach(line -> log.add(line(line)));
    root.put("log", log);
    return MAPPER.writeValueAsString(root);
  }

  private static List<String> command(DebugTarget target) {
    return target instanceof DebugTarget.Program program
        ? program.subject().start().arguments()
        : List.of();
  }

  private static String upstream(DebugTarget target) {
    return target instanceof DebugTarget.Addresses addresses ? addresses.upstream().toString() : "";
  }

  private static Map<String, Object> subject(RunningSubject subject) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ended", subject.ending().map(Ending::words).orElse(""));
    json.put("good", subject.ending().map(Ending::isSuccess).orElse(true));
    json.put("stdout", end(subject.stdout()));
    json.put("stderr", end(subject.stderr()));
    return json;
  }

  private static String end(String output) {
    return output.length() <= SHOWN_OUTPUT
        ? output
        : "…" + output.substring(output.length() - SHOWN_OUTPUT);
  }

  private static Map<String, Object> connection(HeldState state, DebugTarget target) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", state.connection().number());
    json.put("open", state.isOpen());
    json.put("client", state.connection().side(Direction.TO_CLIENT).remote().toString());
    for (Direction direction : Direction.values()) {
      json.put("to" + Wire.receiver(direction), lane(state, direction, target));
    }
    return json;
  }

  private static Map<String, Object> lane(
      HeldState state, Direction direction, DebugTarget target) {
    Map<String, Object> json = new LinkedHashMap<>();
    HoldView view = state.connection().view(direction);
    json.put("holding", view.holding());
    switch (view) {
      case StreamView stream -> stream(json, stream);
      case DatagramView datagrams -> datagrams(json, datagrams);
    }
    Receiver.Look look = state.look(direction);
    json.put(
        "own",
        target instanceof DebugTarget.Program && !target.word().equals(Wire.receiver(direction)));
    json.put("delivered", state.deliveredBytes(direction));
    json.put("unread", look.unreadBytes().orElse(-1));
    json.put("doing", look.doing().name().toLowerCase(Locale.ROOT));
    return json;
  }

  private static void stream(Map<String, Object> json, StreamView view) {
    Bytes waiting = view.waiting();
    int shown = Math.min(waiting.length(), SHOWN_BYTES);
    json.put("front", view.front());
    json.put("length", waiting.length());
    json.put("bytes", hex(waiting.slice(0, shown)));
    json.put("cuts", view.cuts());
    List<Object> marks = new ArrayList<>();
    for (StreamView.Mark mark : view.marks()) {
      marks.add(
          Map.of(
              "from",
              mark.from(),
              "to",
              mark.to(),
              "origin",
              mark.origin().name().toLowerCase(Locale.ROOT)));
    }
    json.put("marks", marks);
    json.put("end", view.end().map(how -> how.name().toLowerCase(Locale.ROOT)).orElse(""));
    json.put("over", view.over());
  }

  private static void datagrams(Map<String, Object> json, DatagramView view) {
    List<Object> waiting = new ArrayList<>();
    for (DatagramView.Held held : view.waiting().stream().limit(SHOWN_DATAGRAMS).toList()) {
      Datagram datagram = held.datagram();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", held.id());
      one.put("origin", held.origin().name().toLowerCase(Locale.ROOT));
      one.put(
          "source", datagram.source().equals(Datagram.GENUINE) ? "" : datagram.source().describe());
      one.put("length", datagram.payload().length());
      one.put(
          "bytes",
          hex(datagram.payload().slice(0, Math.min(datagram.payload().length(), SHOWN_BYTES))));
      waiting.add(one);
    }
    json.put("waiting", waiting);
    json.put("count", view.waiting().size());
    json.put("sent", view.sent());
    json.put("overflowed", view.overflowed());
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }

  private static Map<String, Object> line(DebugLog.Line line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("n", line.number());
    json.put("ms", Math.round(line.millis() * 10) / 10.0);
    json.put("who", line.who().name().toLowerCase(Locale.ROOT));
    json.put("connection", line.connection());
    json.put("text", line.text());
    return json;
  }
}
