package sockproof.reference.mutant.datagram;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.DatagramServerSteps;
import sockproof.reference.role.Mutant;
import sockproof.reference.role.Mutant.Need;
import sockproof.reference.role.Mutant.Steps;
import sockproof.reference.role.Role;

/** The mutants of the datagram roles: a new one is a class and one entry here. */
public final class DatagramMutants {
  private static final Set<Role> SERVER = Set.of(Role.UDP_SERVER);
  private static final Set<Role> CONNECTED = Set.of(Role.UDP_CONNECTED_CLIENT);
  private static final Set<Role> MATCHING = Set.of(Role.UDP_MATCHING_CLIENT);
  private static final Set<Role> CLIENTS =
      Set.of(Role.UDP_CLIENT, Role.UDP_CONNECTED_CLIENT, Role.UDP_MATCHING_CLIENT);

  private static final List<Mutant> ALL =
      List.of(
          datagramClient(
              "source-unchecked",
              MATCHING,
              needs(Need.INTERNET),
              "Takes a reply from any address.",
              SourceUnchecked::new),
          datagramClient(
              "port-unchecked",
              MATCHING,
              needs(Need.INTERNET),
              "Compares the host of the source only.",
              PortUnchecked::new),
          datagramClient(
              "host-unchecked",
              MATCHING,
              needs(Need.INTERNET),
              "Compares the port of the source only.",
              HostUnchecked::new),
          datagramClient(
              "stray-ends-wait",
              MATCHING,
              needs(),
              "Gives up at a stray, with the reply right behind it.",
              StrayEndsWait::new),
          datagramClient(
              "queued-before-connect",
              CONNECTED,
              needs(Need.MESSAGES_FROM_INPUT),
              "Takes what arrived between bind() and connect().",
              QueuedBeforeConnect::new),
          datagramClient(
              "pending-not-removed",
              MATCHING,
              needs(Need.SEVERAL_SERVERS),
              "Takes a second reply of a server that has answered.",
              PendingNotRemoved::new),
          datagramClient(
              "duplicate-desync",
              CLIENTS,
              needs(),
              "Takes a duplicate of a reply for the next reply.",
              DuplicateDesync::new),
          datagramClient(
              "late-reply-desync",
              CLIENTS,
              needs(),
              "Takes a late reply for the next reply.",
              LateReplyDesync::new),
          datagramClient(
              "loss-hang", CLIENTS, needs(), "Waits for a lost reply for ever.", LossHang::new),
          datagramClient("no-retry", CLIENTS, needs(), "Sends once and gives up.", NoRetry::new),
          datagramClient(
              "datagram-truncated",
              CLIENTS,
              needs(),
              "Receives replies into 512 bytes.",
              ClientDatagramTruncated::new),
          datagramServer(
              "datagram-truncated",
              SERVER,
              needs(),
              "Receives requests into 512 bytes.",
              ServerDatagramTruncated::new),
          datagramClient(
              "empty-datagram-ends",
              CLIENTS,
              needs(),
              "Takes an empty datagram for the end of the conversation.",
              ClientEmptyDatagramEnds::new),
          datagramServer(
              "empty-datagram-ends",
              SERVER,
              needs(),
              "Takes an empty datagram for the end of all input.",
              ServerEmptyDatagramEnds::new),
          datagramClient(
              "icmp-kills",
              CONNECTED,
              needs(Need.INTERNET),
              "Gives up at one ICMP port unreachable.",
              IcmpKills::new),
          datagramServer(
              "bad-input-kills",
              SERVER,
              needs(),
              "Dies of one datagram that breaks the rules.",
              DatagramBadInputKills::new),
          datagramServer(
              "reply-to-wrong-client",
              SERVER,
              needs(),
              "Answers requests that come together to whoever sent the last.",
              ReplyToWrongClient::new),
          datagramServer(
              "wrong-source-reply",
              SERVER,
              needs(Need.INTERNET, Need.ALL_ADDRESSES),
              "Answers from an address that the request was not sent to.",
              WrongSourceReply::new),
          datagramServer(
              "reply-loop",
              SERVER,
              needs(Need.INTERNET),
              "Answers another server's answers for ever.",
              ReplyLoop::new),
          datagramClient(
              "no-fragments",
              CLIENTS,
              needs(Need.INTERNET, Need.IPV4),
              "Does not see a reply that came in several IP fragments.",
              ClientNoFragments::new),
          datagramServer(
              "no-fragments",
              SERVER,
              needs(Need.INTERNET, Need.IPV4),
              "Does not see a request that came in several IP fragments.",
              ServerNoFragments::new));

  private DatagramMutants() {}

  /** Every one of them, in the order of the catalogue of findings. */
  public static List<Mutant> all() {
    return ALL;
  }

  private static Set<Need> needs(Need... needs) {
    return Set.of(needs);
  }

  private static Mutant datagramClient(
      String id,
      Set<Role> roles,
      Set<Need> needs,
      String bug,
      Supplier<DatagramClientSteps> create) {
    return new Mutant(id, roles, Set.of(), needs, bug, new Steps.OfDatagramClient(create));
  }

  private static Mutant datagramServer(
      String id,
      Set<Role> roles,
      Set<Need> needs,
      String bug,
      Supplier<DatagramServerSteps> create) {
    return new Mutant(id, roles, Set.of(), needs, bug, new Steps.OfDatagramServer(create));
  }
}
