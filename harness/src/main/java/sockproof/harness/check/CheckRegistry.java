package sockproof.harness.check;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.datagram.BadDatagramKills;
import sockproof.harness.check.datagram.DatagramTruncated;
import sockproof.harness.check.datagram.DuplicateDesync;
import sockproof.harness.check.datagram.EmptyDatagramEnds;
import sockproof.harness.check.datagram.HostUnchecked;
import sockproof.harness.check.datagram.LateReplyDesync;
import sockproof.harness.check.datagram.LossHang;
import sockproof.harness.check.datagram.NoRetry;
import sockproof.harness.check.datagram.PendingNotRemoved;
import sockproof.harness.check.datagram.PortUnchecked;
import sockproof.harness.check.datagram.QueuedBeforeConnect;
import sockproof.harness.check.datagram.ReplyLoop;
import sockproof.harness.check.datagram.ReplyToWrongClient;
import sockproof.harness.check.datagram.SourceUnchecked;
import sockproof.harness.check.datagram.StrayEndsWait;
import sockproof.harness.check.datagram.WrongSourceReply;
import sockproof.harness.check.stream.DelimiterSplit;
import sockproof.harness.check.stream.HeaderSplit;
import sockproof.harness.check.stream.SingleRecv;
import sockproof.harness.check.stream.Utf8Split;

/** Every check, cheapest evidence first: a new one is a class and one line here. */
public final class CheckRegistry {
  private static final List<Check> STREAM =
      List.of(new SingleRecv(), new HeaderSplit(), new DelimiterSplit(), new Utf8Split());

  private static final List<Check> DATAGRAM =
      List.of(
          new SourceUnchecked(),
          new PortUnchecked(),
          new HostUnchecked(),
          new StrayEndsWait(),
          new QueuedBeforeConnect(),
          new PendingNotRemoved(),
          new DuplicateDesync(),
          new LateReplyDesync(),
          new LossHang(),
          new NoRetry(),
          new DatagramTruncated(),
          new EmptyDatagramEnds(),
          new BadDatagramKills(),
          new ReplyToWrongClient(),
          new WrongSourceReply(),
          new ReplyLoop());

  private CheckRegistry() {}

  /** The checks for one kind of socket. */
  public static List<Check> forNetwork(boolean stream) {
    return stream ? STREAM : DATAGRAM;
  }

  /** The check for a finding, where there is one. */
  public static Optional<Check> find(String id, boolean stream) {
    return forNetwork(stream).stream().filter(check -> check.id().equals(id)).findFirst();
  }
}
