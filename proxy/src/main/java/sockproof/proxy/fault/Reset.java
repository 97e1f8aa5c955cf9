package sockproof.proxy.fault;

import java.util.List;
import java.util.Map;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamAction.Close.How;
import sockproof.proxy.core.StreamAction.Close.Order;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Settings;
import sockproof.proxy.plan.Units;
import sockproof.proxy.plan.YamlNode;

/**
 * Resets the connection (TCP RST, RFC 9293 section 3.5.2). After so many bytes it waits until the
 * receiver has read them; after a time it comes at that time, whatever is still under way.
 *
 * @param after when
 */
public record Reset(After after) implements FaultSpec.OnStream {
  /** When a connection is reset. */
  public sealed interface After {
    /** After so many bytes in one direction. */
    record Bytes(long bytes) implements After {}

    /** So long after the connection opened, or after the fault's condition first held. */
    record Time(long nanos) implements After {}
  }

  private static final Key<After> AFTER =
      Key.of(
              "after",
              "bytes, as 64 or 64KiB, or a duration, as 250ms",
              Map.of("anyOf", List.of(Keys.sizeSchema(), Keys.durationSchema())),
              Reset::readAfter,
              Reset::afterData)
          .mandatory()
          .doing("after so many bytes, once they have been read, or after a time");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("reset", "resets the connection")
          .exceptOn(Medium.UNIX)
          .keys(AFTER)
          .elsewhere(
              "sends RST, which only TCP has. Use `limit` or `half-close` on Unix streams,"
                  + " `unreachable` or `blackhole` for datagrams.")
          .by(settings -> new Reset(settings.get(AFTER)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(AFTER, after);
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return switch (after) {
      case After.Bytes(long bytes) -> new EndAfterBytes(bytes, How.RESET);
      case After.Time(long nanos) -> new AfterTime(nanos);
    };
  }

  private static After readAfter(YamlNode node) {
    if (node.isScalar() && Units.parseSizeBytes(node.string()).isPresent()) {
      return new After.Bytes(node.sizeBytes());
    }
    if (node.isScalar() && Units.parseDurationNanos(node.string()).isPresent()) {
      return new After.Time(node.durationNanos());
    }
    throw node.expected("bytes such as 64 or 64KiB, or a duration such as 250ms");
  }

  private static Object afterData(After after) {
    return switch (after) {
      case After.Bytes(long bytes) -> Keys.sizeData(bytes);
      case After.Time(long nanos) -> Units.formatDuration(nanos);
    };
  }

  private record AfterTime(long nanos) implements StreamFault {
    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened() ->
            context.act(new StreamAction.WakeAt(context.nowNanos() + nanos, 0));
        case StreamEvent.Arrived arrived ->
            context.act(new StreamAction.Deliver(arrived.segment()));
        case StreamEvent.Passed _, StreamEvent.Removed _ -> {}
        case StreamEvent.Ended(StreamAction.Close close) -> context.act(close);
        case StreamEvent.Woken(int token) ->
            context.act(StreamAction.Close.of(How.RESET, Order.OVERTAKING));
      }
    }
  }
}
