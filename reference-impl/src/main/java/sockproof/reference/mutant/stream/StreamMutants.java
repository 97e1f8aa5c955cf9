package sockproof.reference.mutant.stream;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import sockproof.reference.role.Mutant;
import sockproof.reference.role.Mutant.Need;
import sockproof.reference.role.Mutant.Steps;
import sockproof.reference.role.Role;
import sockproof.reference.stream.StreamServerSteps;
import sockproof.reference.stream.StreamSteps;

/** The mutants of the stream roles: a new one is a class and one entry here. */
public final class StreamMutants {
  private static final Set<Role> SERVER = Set.of(Role.TCP_SERVER);
  private static final Set<Role> CLIENT = Set.of(Role.TCP_CLIENT);
  private static final Set<Role> BOTH = Set.of(Role.TCP_SERVER, Role.TCP_CLIENT);

  private static final Set<String> ENDED_BEFORE_FIN =
      Set.of("fixed", "line", "crlf", "length-prefix");
  private static final Set<String> ANY_FRAMING =
      Set.of("fixed", "line", "crlf", "length-prefix", "eof");

  private static final List<Mutant> ALL =
      List.of(
          stream(
              "single-recv",
              BOTH,
              ANY_FRAMING,
              needs(),
              "Takes what one recv() gives for one whole message.",
              SingleRecv::new),
          stream(
              "header-split",
              BOTH,
              Set.of("length-prefix"),
              needs(),
              "Reads the length prefix with one recv().",
              HeaderSplit::new),
          stream(
              "delimiter-split",
              BOTH,
              Set.of("crlf"),
              needs(),
              "Looks for CR LF inside each read by itself.",
              DelimiterSplit::new),
          stream(
              "utf8-split",
              BOTH,
              Set.of("line", "crlf", "eof"),
              needs(Need.UTF_8),
              "Decodes each read by itself.",
              Utf8Split::new),
          stream(
              "coalesced-messages",
              SERVER,
              ENDED_BEFORE_FIN,
              needs(),
              "Takes one message out of a read and forgets what stands behind it.",
              CoalescedMessages::new),
          stream(
              "coalesced-messages",
              CLIENT,
              ENDED_BEFORE_FIN,
              needs(Need.PIPELINE),
              "Takes one reply out of a read and forgets what stands behind it.",
              CoalescedMessages::new),
          stream(
              "exact-buffer-size",
              BOTH,
              ENDED_BEFORE_FIN,
              needs(),
              "Waits for more when a message fills its buffer of 1024 bytes exactly.",
              ExactBufferSize::new),
          stream(
              "message-truncated",
              BOTH,
              Set.of("line", "crlf", "length-prefix", "eof"),
              needs(),
              "Keeps 4096 bytes of a message and drops the rest.",
              MessageTruncated::new),
          stream(
              "early-eof-accepted",
              BOTH,
              ENDED_BEFORE_FIN,
              needs(),
              "Takes a message that FIN cut short for complete.",
              EarlyEofAccepted::new),
          stream(
              "eof-spin",
              BOTH,
              ENDED_BEFORE_FIN,
              needs(),
              "Calls recv() for ever after FIN.",
              EofSpin::new),
          stream("eof-hang", BOTH, ENDED_BEFORE_FIN, needs(), "Never notices FIN.", EofHang::new),
          stream(
              "reset-hang",
              CLIENT,
              ANY_FRAMING,
              needs(Need.INTERNET),
              "Never notices a reset.",
              ResetHang::client),
          streamServer(
              "reset-hang",
              SERVER,
              ANY_FRAMING,
              needs(Need.INTERNET),
              "Hangs for everybody when one client resets.",
              ResetHang::new),
          stream(
              "crash",
              BOTH,
              ANY_FRAMING,
              needs(Need.INTERNET),
              "Dies from SIGPIPE when the connection breaks.",
              Crash::new),
          stream(
              "short-send",
              BOTH,
              ANY_FRAMING,
              needs(),
              "Ignores that send() took only a part.",
              ShortSend::new),
          stream(
              "resend-offset",
              BOTH,
              ANY_FRAMING,
              needs(),
              "Sends the rest from the beginning after send() took only a part.",
              ResendOffset::new),
          stream(
              "write-deadlock",
              SERVER,
              ANY_FRAMING,
              needs(),
              "Reads nothing while a reply of its own waits to be taken.",
              WriteDeadlock::new),
          stream(
              "write-deadlock",
              CLIENT,
              ANY_FRAMING,
              needs(Need.PIPELINE_OR_EOF),
              "Reads nothing before everything is sent.",
              WriteDeadlock::new),
          stream(
              "half-close-drops-reply",
              SERVER,
              ENDED_BEFORE_FIN,
              needs(),
              "Drops the reply when the client's FIN follows the request.",
              HalfCloseDropsReply::new),
          stream(
              "unread-data-reset",
              SERVER,
              ENDED_BEFORE_FIN,
              needs(Need.INTERNET),
              "Resets the connection when bytes behind the request are left over.",
              UnreadDataReset::new),
          stream(
              "bad-input-kills",
              SERVER,
              ANY_FRAMING,
              needs(),
              "Dies of one message that breaks the rules.",
              BadInputKills::new),
          streamServer(
              "one-client-blocks",
              SERVER,
              ANY_FRAMING,
              needs(),
              "Serves one client to its end before the next.",
              OneClientBlocks::new),
          stream(
              "no-deadline",
              CLIENT,
              ANY_FRAMING,
              needs(),
              "Waits for a reply for ever.",
              NoDeadline::new),
          stream(
              "noisy-failure",
              CLIENT,
              ANY_FRAMING,
              needs(),
              "Fails with an uncaught exception.",
              NoisyFailure::new));

  private StreamMutants() {}

  /** Every one of them, in the order of the catalogue of findings. */
  public static List<Mutant> all() {
    return ALL;
  }

  private static Set<Need> needs(Need... needs) {
    return Set.of(needs);
  }

  private static Mutant stream(
      String id,
      Set<Role> roles,
      Set<String> framings,
      Set<Need> needs,
      String bug,
      Supplier<StreamSteps> create) {
    return new Mutant(id, roles, framings, needs, bug, new Steps.OfStream(create));
  }

  private static Mutant streamServer(
      String id,
      Set<Role> roles,
      Set<String> framings,
      Set<Need> needs,
      String bug,
      Supplier<StreamServerSteps> create) {
    return new Mutant(id, roles, framings, needs, bug, new Steps.OfStreamServer(create));
  }
}
