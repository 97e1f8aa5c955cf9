package sockproof.harness.finding;

import static sockproof.harness.scenario.Requirement.Level.INFO;
import static sockproof.harness.scenario.Requirement.Level.MUST;
import static sockproof.harness.scenario.Requirement.Level.SHOULD;

import java.util.List;
import sockproof.harness.scenario.Requirement.Level;

/** Every finding of datagram sockets (UDP, Unix), in the order of the public catalogue. */
final class DatagramFindings {
  static final List<Finding> ALL =
      List.of(
          finding(
              "source-unchecked",
              MUST,
              "client",
              "takes a reply from any address",
              "a forged reply from another host and port is taken",
              "Anyone can send a datagram to a bound port; only the address that was asked may answer.",
              "POSIX.1-2024, recvfrom(), connect(); RFC 5452 section 9.1 for DNS"),
          finding(
              "port-unchecked",
              MUST,
              "client",
              "compares the host of a reply only",
              "a forged reply from another port is taken, one from another host is not",
              "Another program on the same host is another sender; the port is part of its address.",
              "RFC 768; POSIX.1-2024, recvfrom(), connect()"),
          finding(
              "host-unchecked",
              MUST,
              "client",
              "compares the port of a reply only",
              "a forged reply from another host is taken, one from another port is not",
              "The same port on another host is another sender; the host is part of its address.",
              "RFC 768; POSIX.1-2024, recvfrom(), connect()"),
          finding(
              "stray-ends-wait",
              MUST,
              "client",
              "ends its wait at a stray, without the genuine reply",
              "with a forged datagram first, the genuine reply is never taken",
              "A stray is dropped and the wait goes on; ending it hands the decision to whoever sends first.",
              "POSIX.1-2024, recvfrom(); RFC 5452 section 9.1 for DNS"),
          finding(
              "queued-before-connect",
              SHOULD,
              "client",
              "takes what was queued between bind() and connect()",
              "a datagram sent in between is taken",
              "connect() filters what arrives afterwards; what is queued already stays and must be thrown away.",
              "Linux udp(7), connect(2)"),
          finding(
              "pending-not-removed",
              MUST,
              "client",
              "keeps a server that has answered on its list",
              "a second reply of the same server is taken as another answer",
              "A reply answers one request; its sender leaves the list of pending addresses.",
              "RFC 768 (UDP may deliver twice); POSIX.1-2024, recvfrom()"),
          finding(
              "duplicate-desync",
              MUST,
              "client",
              "takes the second copy of a reply for the next reply",
              "with every reply doubled, answers are shifted",
              "A network may deliver a datagram twice; a reply must be matched with its request.",
              "RFC 768; RFC 1122 section 4.1.1"),
          finding(
              "late-reply-desync",
              MUST,
              "client",
              "takes a late reply for the next one",
              "with one reply delayed beyond its timeout, answers are shifted",
              "After a timeout the old reply may still come; it answers the old request.",
              "RFC 1122 section 4.1.1"),
          finding(
              "loss-hang",
              SHOULD,
              "client",
              "waits for ever for a lost reply",
              "with every reply lost it still waits at the deadline",
              "UDP tells nobody about a loss; whoever waits needs a deadline of its own.",
              "RFC 768; RFC 8085 section 3.3"),
          finding(
              "no-retry",
              INFO,
              "client",
              "gives up after one lost datagram",
              "one loss makes it fail",
              "UDP may lose a datagram; a request that can be repeated is repeated, with growing pauses.",
              "RFC 768; RFC 8085 section 3.1.1"),
          finding(
              "datagram-truncated",
              MUST,
              "both",
              "has a buffer smaller than the datagram",
              "datagrams above one size are cut",
              "What does not fit the buffer of one recv() is thrown away; the buffer holds the largest datagram.",
              "POSIX.1-2024, recv(); RFC 768 (65,507 bytes over IPv4)"),
          finding(
              "empty-datagram-ends",
              MUST,
              "both",
              "takes an empty datagram for the end of input",
              "an empty datagram first, and the genuine one is not taken",
              "A datagram may have no bytes; recv() returning 0 is no end of input on a datagram socket.",
              "RFC 768; POSIX.1-2024, recv()"),
          finding(
              "icmp-kills",
              SHOULD,
              "client",
              "ends for good at one ICMP port unreachable",
              "the server comes up after the first request, in vain",
              "ICMP port unreachable is a hint, not an end; the reply may still come, and a request can be repeated.",
              "RFC 8085 section 5.2; RFC 1122 section 4.1.3.3"),
          finding(
              "bad-input-kills",
              MUST,
              "server",
              "ends its service at one bad datagram",
              "a fresh client afterwards gets no answer",
              "What one client sends must not cost the others the service.",
              "RFC 1122 section 1.2.2 (robustness principle)"),
          finding(
              "reply-to-wrong-client",
              MUST,
              "server",
              "answers whoever sent last",
              "of two clients that ask at once, one gets the other's reply",
              "A reply goes to the sender of its request, not to whoever spoke last.",
              "POSIX.1-2024, recvfrom(), sendto()"),
          finding(
              "wrong-source-reply",
              MUST,
              "server",
              "answers from another of its addresses",
              "asked at 127.0.0.2 it answers from elsewhere",
              "A client drops a reply from any address but the one that it asked;"
                  + " the source of a reply is the destination of its request.",
              "RFC 1122 section 4.1.3.5; Linux ip(7), IP_PKTINFO"),
          finding(
              "reply-loop",
              SHOULD,
              "server",
              "answers replies, so that two servers set at each other go on for ever",
              "one forged request, and datagrams without end",
              "A service that answers every datagram answers the answers of another; one forged source starts it.",
              "RFC 862 and CERT CA-1996-01 on echo and chargen"),
          finding(
              "no-fragments",
              MUST,
              "both",
              "fails on a datagram that came in IP fragments",
              "the same datagram whole is handled, in fragments it is not",
              "IP joins fragments in whatever order they come; to the program the datagram is whole.",
              "RFC 791 section 3.2; RFC 8200 section 4.5"));

  private DatagramFindings() {}

  private static Finding finding(
      String id, Level level, String who, String bug, String oracle, String rule, String source) {
    return new Finding(id, "datagram", level, who, bug, oracle, rule, source);
  }
}
