package sockproof.proxy.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Framing;
import sockproof.proxy.core.Medium;
import sockproof.proxy.core.Segment;
import sockproof.proxy.core.StreamAction;
import sockproof.proxy.core.StreamEvent;
import sockproof.proxy.core.StreamFault;
import sockproof.proxy.plan.FaultSpec;
import sockproof.proxy.plan.FaultType;
import sockproof.proxy.plan.Key;
import sockproof.proxy.plan.Keys;
import sockproof.proxy.plan.Objection;
import sockproof.proxy.plan.Settings;

/**
 * Adds bytes: to each message when the framing is known, else once to the stream. An offset equal
 * to the length of a message adds them behind it.
 *
 * @param at before which offset; a negative one counts from the end of the message
 * @param bytes what is added
 */
public record Insert(long at, Bytes bytes) implements FaultSpec.OnStream {
  private static final Key<Long> AT =
      Key.<Long>of(
              "at",
              "an offset; a negative one counts from the end of the message",
              Map.of("type", "integer"),
              node -> node.longInteger(-Integer.MAX_VALUE, Integer.MAX_VALUE),
              value -> value)
          .orElse(0L)
          .doing("where");
  private static final Key<Bytes> BYTES = Keys.bytes("bytes").mandatory().doing("what is added");

  /** The catalogue entry. */
  public static final FaultType TYPE =
      FaultType.onStreams("insert", "adds bytes")
          .keys(AT, BYTES)
          .elsewhere("adds bytes to a stream. Use `pad` or `spoof` for datagrams.")
          .by(settings -> new Insert(settings.get(AT), settings.get(BYTES)));

  @Override
  public FaultType type() {
    return TYPE;
  }

  @Override
  public Settings settings() {
    return Settings.none().with(AT, at).with(BYTES, bytes);
  }

  @Override
  public boolean worksOnMessages() {
    return true;
  }

  @Override
  public Optional<Objection> objection(Medium medium, Framing framing) {
    return at < 0 ? MessageParts.unknownEnd(AT, framing) : Optional.empty();
  }

  @Override
  public StreamFault newStreamFault(Framing framing) {
    return at < 0 ? new HeldMessages(this::insertFromEnd) : new FromStart(this);
  }

  private List<Segment> insertFromEnd(List<Segment> message, Context<StreamAction> context) {
    long length = message.stream().mapToLong(Segment::length).sum();
    List<Segment> result = new ArrayList<>();
    long start = 0;
    for (Segment segment : message) {
      result.add(inserted(segment, length + at - start, false));
      start += segment.length();
    }
    return result;
  }

  /** The segment with the bytes at an index in it, or as it is if they belong elsewhere. */
  private Segment inserted(Segment segment, long index, boolean atEndToo) {
    int length = segment.length();
    if (index < 0 || index > length || (index == length && !atEndToo)) {
      return segment;
    }
    Bytes old = segment.bytes();
    return segment.withBytes(
        Bytes.concat(List.of(old.slice(0, (int) index), bytes, old.slice((int) index, length))));
  }

  private static final class FromStart implements StreamFault {
    private final Insert insert;
    private long offset;

    FromStart(Insert insert) {
      this.insert = insert;
    }

    @Override
    public void on(StreamEvent event, Context<StreamAction> context) {
      switch (event) {
        case StreamEvent.Opened _, StreamEvent.Passed _, StreamEvent.Removed _ -> {}
        case StreamEvent.Woken _ -> {}
        case StreamEvent.Arrived arrived -> {
          long index = insert.at - arrived.messageOffset();
          context.act(
              new StreamAction.Deliver(
                  insert.inserted(arrived.segment(), index, arrived.endsMessage())));
          offset =
              arrived.endsMessage() ? -1 : arrived.messageOffset() + arrived.segment().length();
        }
        case StreamEvent.Ended(StreamAction.Close close) -> {
          if (offset == insert.at) {
            context.act(new StreamAction.Deliver(Segment.plain(insert.bytes)));
          }
          offset = -1;
          context.act(close);
        }
      }
    }
  }
}
