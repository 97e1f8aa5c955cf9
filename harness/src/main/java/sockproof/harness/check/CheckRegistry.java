package sockproof.harness.check;

import java.util.List;
import java.util.Optional;
import sockproof.harness.check.datagram.BadDatagramKills;
import sockproof.harness.check.datagram.DatagramTruncated;
import sockproof.harness.check.datagram.DuplicateDesync;
import sockproof.harness.check.datagram.EmptyDatagramEnds;
import sockproof.harness.check.datagram.HostUnchecked;
import sockproof.harness.check.datagram.IcmpKills;
import sockproof.harness.check.datagram.LateReplyDesync;
import sockproof.harness.check.datagram.LossHang;
import sockproof.harness.check.datagram.NoFragments;
import sockproof.harness.check.datagram.NoRetry;
import sockproof.harness.check.datagram.PendingNotRemoved;
import sockproof.harness.check.datagram.PortUnchecked;
import sockproof.harness.check.datagram.QueuedBeforeConnect;
import sockproof.harness.check.datagram.ReplyLoop;
import sockproof.harness.check.datagram.ReplyToWrongClient;
import sockproof.harness.check.datagram.SourceUnchecked;
import sockproof.harness.check.datagram.StrayEndsWait;
import sockproof.harness.check.datagram.WrongSourceReply;
import sockproof.harness.check.stream.BadInputKills;
import sockproof.harness.check.stream.CoalescedMessages;
import sockproof.harness.check.stream.Crash;
import sockproof.harness.check.stream.DelimiterSplit;
import sockproof.harness.check.stream.EarlyEofAccepted;
import sockproof.harness.check.stream.EofHang;
import sockproof.harness.check.stream.EofSpin;
import sockproof.harness.check.stream.ExactBufferSize;
import sockproof.harness.check.stream.HalfCloseDropsReply;
import sockproof.harness.check.stream.HeaderSplit;
import sockproof.harness.check.stream.MessageTruncated;
import sockproof.harness.check.stream.NoDeadline;
import sockproof.harness.check.stream.NoisyFailure;
import sockproof.harness.check.stream.OneClientBlocks;
import sockproof.harness.check.stream.ResendOffset;
import sockproof.harness.check.stream.ResetHang;
import sockproof.harness.check.stream.ShortSend;
import sockproof.harness.check.stream.SingleRecv;
import sockproof.harness.check.stream.UnreadDataReset;
import sockproof.harness.check.stream.Utf8Split;
import sockproof.harness.check.stream.WriteDeadlock;

/**
 * Every check, cheapest evidence first, which is also the order in which their cases are run: a new
 * one is a class and one line here. First come those that wait for a deadline, which costs no more
 * than a wait beside all others.
 */
public final class CheckRegistry {
  private static final List<Check> STREAM =
      List.of(
          new NoDeadline(),
          new SingleRecv(),
          new HeaderSplit(),
          new DelimiterSplit(),
          new Utf8Split(),
          new CoalescedMessages(),
          new EarlyEofAccepted(),
          new EofSpin(),
          new EofHang(),
          new ResetHang(),
          new Crash(),
          new NoisyFailure(),
          new HalfCloseDropsReply(),
          new UnreadDataReset(),
          new BadInputKills(),
          new ExactBufferSize(),
          new MessageTruncated(),
          new ShortSend(),
          new ResendOffset(),
          new WriteDeadlock(),
          new OneClientBlocks());

  private static final List<Check> DATAGRAM =
      List.of(
          new LossHang(),
          new SourceUnchecked(),
          new PortUnchecked(),
          new HostUnchecked(),
          new StrayEndsWait(),
          new QueuedBeforeConnect(),
          new PendingNotRemoved(),
          new DuplicateDesync(),
          new LateReplyDesync(),
          new NoRetry(),
          new DatagramTruncated(),
          new EmptyDatagramEnds(),
          new IcmpKills(),
          new BadDatagramKills(),
          new ReplyToWrongClient(),
          new WrongSourceReply(),
          new ReplyLoop(),
          new NoFragments());

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
