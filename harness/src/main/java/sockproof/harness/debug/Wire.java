package sockproof.harness.debug;

import java.util.Locale;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Direction;
import sockproof.proxy.core.hold.DatagramCommand;
import sockproof.proxy.core.hold.HoldCommand;
import sockproof.proxy.core.hold.StreamCommand;
import sockproof.proxy.trace.TraceEvent;

/** What happens, in words. */
final class Wire {
  private static final int SHOWN_BYTES = 60;

  private Wire() {}

  /** {@code client} or {@code server}, for the receiver of a direction. */
  static String receiver(Direction direction) {
    return direction == Direction.TO_CLIENT ? "client" : "server";
  }

  private static String sender(Direction direction) {
    return receiver(direction.opposite());
  }

  /** The bytes as quoted text, cut short where they are many. */
  static String shown(Bytes bytes) {
    return bytes.length() <= SHOWN_BYTES
        ? bytes.toString()
        : bytes.slice(0, SHOWN_BYTES) + "… (" + bytes.length() + " bytes)";
  }

  /** An event of the relay, or nothing for one that tells nobody anything. */
  static String of(TraceEvent event) {
    Direction direction = event.direction() == null ? Direction.TO_CLIENT : event.direction();
    String receiver = receiver(direction);
    String sender = sender(direction);
    String bytes = shown(event.bytes());
    return switch (event.kind()) {
      case OPENED -> "opened";
      case CLOSED -> "closed" + (event.text().isEmpty() ? "" : ": " + event.text());
      case RECEIVED -> "the " + sender + " sent " + bytes;
      case DELIVERED -> "delivered " + bytes + " to the " + receiver;
      case READ_BY_PEER, DRAINED -> "the " + receiver + " has read all that it got";
      case DISCARDED -> "thrown away on the way to the " + receiver + ": " + bytes;
      case FORGED -> "delivered " + bytes + " to the " + receiver + ", " + event.text();
      case FILTERED -> "the " + receiver + " does not get it: " + event.text();
      case MOVED -> "the server answers at another port: " + event.text();
      case UNREACHABLE -> "told the " + sender + " that its port is closed";
      case FIN_RECEIVED -> "the " + sender + " sent FIN";
      case FIN_DELIVERED -> "delivered FIN to the " + receiver;
      case RESET_RECEIVED -> "the " + sender + " reset the connection";
      case RESET_DELIVERED -> "delivered a reset to the " + receiver;
      case PLAN_CHANGED -> "the faults are now: " + event.text();
      case PACED_BY_TIME -> "did not wait for the " + receiver + ": " + event.text();
      case ERROR -> event.text() + (event.bytes().isEmpty() ? "" : ": " + bytes);
      case REFUSED, PAUSED, RESUMED -> event.kind().name().toLowerCase(Locale.ROOT);
    };
  }

  /** What the user did, where the events that follow from it do not tell. */
  static String of(Direction direction, HoldCommand command) {
    String to = " to the " + receiver(direction);
    return switch (command) {
      case HoldCommand.Hold(boolean on) -> on ? "hold what goes" + to : "let everything pass" + to;
      case StreamCommand.Cut(long at) -> "cut before byte " + at + to;
      case StreamCommand.Join(long at) -> "no cut before byte " + at + to;
      case StreamCommand.Coalesce() -> "coalesced all that waits" + to;
      case StreamCommand.Duplicate(long from, long end) ->
          "duplicated bytes " + from + " to " + (end - 1) + to;
      case StreamCommand.Forge(long at, Bytes bytes) ->
          "forged " + shown(bytes) + " before byte " + at + to;
      case DatagramCommand.Duplicate(long id) -> "duplicated datagram " + id + to;
      case DatagramCommand.Move(long id, int index) ->
          "moved datagram " + id + " to place " + (index + 1) + to;
      case DatagramCommand.Forge forge ->
          "forged a datagram " + shown(forge.payload()) + " from " + forge.source().describe() + to;
      case StreamCommand.ReleasePiece _,
          StreamCommand.ReleaseBytes _,
          StreamCommand.ReleaseMessage _,
          StreamCommand.ReleaseAll _,
          StreamCommand.Drop _,
          StreamCommand.Reset _,
          StreamCommand.HalfClose _,
          DatagramCommand.Release _,
          DatagramCommand.ReleaseAll _,
          DatagramCommand.Drop _ ->
          "";
    };
  }
}
