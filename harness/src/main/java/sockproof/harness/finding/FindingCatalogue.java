package sockproof.harness.finding;

import static sockproof.harness.scenario.Requirement.Level.INFO;
import static sockproof.harness.scenario.Requirement.Level.MUST;
import static sockproof.harness.scenario.Requirement.Level.SHOULD;

import java.util.List;

/** Every finding, in the order of the public catalogue; new ones go to the end of their part. */
public final class FindingCatalogue {
  private static final List<Finding> ALL =
      List.of(
          new Finding(
              "single-recv",
              "stream",
              MUST,
              "both",
              "takes one recv() for one whole message",
              "any cut inside a message changes the result to what its first piece gives"),
          new Finding(
              "header-split",
              "stream",
              MUST,
              "both",
              "reads a length prefix with a single recv()",
              "only cuts inside the prefix change the result"),
          new Finding(
              "delimiter-split",
              "stream",
              MUST,
              "both",
              "looks for CR LF inside single reads",
              "only a cut between CR and LF changes the result"),
          new Finding(
              "utf8-split",
              "stream",
              MUST,
              "both",
              "decodes text piece by piece",
              "only cuts inside a character of several bytes change the result"),
          new Finding(
              "coalesced-messages",
              "stream",
              MUST,
              "both",
              "loses or glues a message that arrives together with another",
              "two messages in one segment change the result; apart they do not"),
          new Finding(
              "exact-buffer-size",
              "stream",
              MUST,
              "both",
              "hangs on, or cuts, a message as long as its buffer",
              "only sizes at a multiple of a buffer size fail"),
          new Finding(
              "message-truncated",
              "stream",
              MUST,
              "both",
              "cuts a message longer than a fixed buffer",
              "every message above one size fails, however it is cut"),
          new Finding(
              "early-eof-accepted",
              "stream",
              MUST,
              "both",
              "takes a message cut short by FIN for a whole one",
              "FIN inside a message, and the subject reports success"),
          new Finding(
              "eof-spin",
              "stream",
              MUST,
              "both",
              "calls recv() again and again after it returned 0",
              "after FIN it uses a core past the deadline"),
          new Finding(
              "eof-hang",
              "stream",
              MUST,
              "both",
              "does not notice FIN",
              "after FIN it neither ends nor closes, and uses no CPU"),
          new Finding(
              "reset-hang",
              "stream",
              MUST,
              "both",
              "does not notice RST",
              "after RST it neither ends nor goes on, and uses no CPU"),
          new Finding(
              "crash",
              "stream",
              MUST,
              "both",
              "dies from a signal under a fault",
              "its end is a signal"),
          new Finding(
              "short-send",
              "stream",
              MUST,
              "both",
              "ignores that send() took only a part",
              "with a small window, bytes are missing from what it sent"),
          new Finding(
              "resend-offset",
              "stream",
              MUST,
              "both",
              "sends the wrong remainder after a partial send()",
              "bytes arrive repeated or shifted"),
          new Finding(
              "write-deadlock",
              "stream",
              MUST,
              "both",
              "writes without reading until both sides block",
              "a peer that waits for its replies to be read stops it"),
          new Finding(
              "half-close-drops-reply",
              "stream",
              MUST,
              "server",
              "takes the client's half-close for the end",
              "the reply to a request followed by FIN is missing"),
          new Finding(
              "unread-data-reset",
              "stream",
              MUST,
              "server",
              "closes with unread input, which sends RST",
              "bytes behind the request turn the end into ECONNRESET"),
          new Finding(
              "bad-input-kills",
              "stream",
              MUST,
              "server",
              "ends its service at one bad message",
              "a fresh client afterwards gets no answer"),
          new Finding(
              "one-client-blocks",
              "stream",
              SHOULD,
              "server",
              "lets one idle client stop all others",
              "a second client gets no answer while the first is silent"),
          new Finding(
              "no-deadline",
              "stream",
              SHOULD,
              "client",
              "waits for ever on a peer that stalls or drips",
              "it still waits at the deadline"),
          new Finding(
              "noisy-failure",
              "stream",
              INFO,
              "both",
              "fails rightly, but with an uncaught stack trace",
              "a trace on standard error"),
          new Finding(
              "source-unchecked",
              "datagram",
              MUST,
              "client",
              "takes a reply from any address",
              "a forged reply from another host and port is taken"),
          new Finding(
              "port-unchecked",
              "datagram",
              MUST,
              "client",
              "compares the host of a reply only",
              "a forged reply from another port is taken, one from another host is not"),
          new Finding(
              "host-unchecked",
              "datagram",
              MUST,
              "client",
              "compares the port of a reply only",
              "a forged reply from another host is taken, one from another port is not"),
          new Finding(
              "stray-ends-wait",
              "datagram",
              MUST,
              "client",
              "ends its wait at a stray, without the genuine reply",
              "with a forged datagram first, the genuine reply is never taken"),
          new Finding(
              "queued-before-connect",
              "datagram",
              SHOULD,
              "client",
              "takes what was queued between bind() and connect()",
              "a datagram sent in between is taken"),
          new Finding(
              "pending-not-removed",
              "datagram",
              MUST,
              "client",
              "keeps a server that has answered on its list",
              "a second reply of the same server is taken as another answer"),
          new Finding(
              "duplicate-desync",
              "datagram",
              MUST,
              "client",
              "takes the second copy of a reply for the next reply",
              "with every reply doubled, answers are shifted"),
          new Finding(
              "late-reply-desync",
              "datagram",
              MUST,
              "client",
              "takes a late reply for the next one",
              "with one reply delayed beyond its timeout, answers are shifted"),
          new Finding(
              "loss-hang",
              "datagram",
              SHOULD,
              "client",
              "waits for ever for a lost reply",
              "with every reply lost it still waits at the deadline"),
          new Finding(
              "no-retry",
              "datagram",
              INFO,
              "client",
              "gives up after one lost datagram",
              "one loss makes it fail"),
          new Finding(
              "datagram-truncated",
              "datagram",
              MUST,
              "both",
              "has a buffer smaller than the datagram",
              "datagrams above one size are cut"),
          new Finding(
              "empty-datagram-ends",
              "datagram",
              MUST,
              "both",
              "takes an empty datagram for the end of input",
              "an empty datagram first, and the genuine one is not taken"),
          new Finding(
              "icmp-kills",
              "datagram",
              SHOULD,
              "client",
              "ends for good at one ICMP port unreachable",
              "the server comes up after the first request, in vain"),
          new Finding(
              "bad-input-kills",
              "datagram",
              MUST,
              "server",
              "ends its service at one bad datagram",
              "a fresh client afterwards gets no answer"),
          new Finding(
              "reply-to-wrong-client",
              "datagram",
              MUST,
              "server",
              "answers whoever sent last",
              "of two clients that ask at once, one gets the other's reply"),
          new Finding(
              "wrong-source-reply",
              "datagram",
              MUST,
              "server",
              "answers from another of its addresses",
              "asked at 127.0.0.2 it answers from elsewhere"),
          new Finding(
              "reply-loop",
              "datagram",
              SHOULD,
              "server",
              "answers replies, so that two servers set at each other go on for ever",
              "one forged request, and datagrams without end"),
          new Finding(
              "no-fragments",
              "datagram",
              MUST,
              "both",
              "fails on a datagram that came in IP fragments",
              "the same datagram whole is handled, in fragments it is not"));

  private FindingCatalogue() {}

  /** Every finding. */
  public static List<Finding> all() {
    return ALL;
  }
}
