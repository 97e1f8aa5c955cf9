package sockproof.harness.finding;

import static sockproof.harness.scenario.Requirement.Level.INFO;
import static sockproof.harness.scenario.Requirement.Level.MUST;
import static sockproof.harness.scenario.Requirement.Level.SHOULD;

import java.util.List;
import sockproof.harness.scenario.Requirement.Level;

/** Every finding of stream sockets (TCP, Unix), in the order of the public catalogue. */
final class StreamFindings {
  static final List<Finding> ALL =
      List.of(
          finding(
              "single-recv",
              MUST,
              "both",
              "takes one recv() for one whole message",
              "any cut inside a message changes the result to what its first piece gives",
              "recv() may return less than was asked for; the reader loops until it has the message.",
              "POSIX.1-2024, recv(); RFC 9293 section 3.8"),
          finding(
              "header-split",
              MUST,
              "both",
              "reads a length prefix with a single recv()",
              "only cuts inside the prefix change the result",
              "A length prefix is part of the stream like any byte; reading it takes a loop as well.",
              "POSIX.1-2024, recv()"),
          finding(
              "delimiter-split",
              MUST,
              "both",
              "looks for CR LF inside single reads",
              "only a cut between CR and LF changes the result",
              "CR can be the last byte of one read and LF the first of the next; the reader looks across reads.",
              "POSIX.1-2024, recv(); RFC 9112 section 2.2 for a protocol of such lines"),
          finding(
              "utf8-split",
              MUST,
              "both",
              "decodes text piece by piece",
              "only cuts inside a character of several bytes change the result",
              "Bytes become text only when the message is complete; a piece may end inside a character.",
              "RFC 3629 section 3; POSIX.1-2024, recv()"),
          finding(
              "coalesced-messages",
              MUST,
              "both",
              "loses or glues a message that arrives together with another",
              "two messages in one segment change the result; apart they do not",
              "A stream keeps no boundaries; what comes behind a message belongs to the next one.",
              "RFC 9293 section 3.8; POSIX.1-2024, recv()"),
          finding(
              "exact-buffer-size",
              MUST,
              "both",
              "hangs on, or cuts, a message as long as its buffer",
              "only sizes at a multiple of a buffer size fail",
              "A full buffer says nothing about what follows; only the framing tells where a message ends.",
              "POSIX.1-2024, recv()"),
          finding(
              "message-truncated",
              MUST,
              "both",
              "cuts a message longer than a fixed buffer",
              "every message above one size fails, however it is cut",
              "The size of a buffer is no limit of the protocol; a reader goes on until the message ends.",
              "POSIX.1-2024, recv()"),
          finding(
              "early-eof-accepted",
              MUST,
              "both",
              "takes a message cut short by FIN for a whole one",
              "FIN inside a message, and the subject reports success",
              "FIN inside a message means that the rest will never come; it is not the end of the message.",
              "RFC 9293 section 3.6"),
          finding(
              "eof-spin",
              MUST,
              "both",
              "calls recv() again and again after it returned 0",
              "after FIN it uses a core past the deadline",
              "recv() returning 0 is the end of the stream, for good; calling it again gives 0 again.",
              "POSIX.1-2024, recv()"),
          finding(
              "eof-hang",
              MUST,
              "both",
              "does not notice FIN",
              "after FIN it neither ends nor closes, and uses no CPU",
              "recv() returning 0 means that nothing more will come; who waits for it has to give up and close.",
              "RFC 9293 section 3.6; POSIX.1-2024, recv()"),
          finding(
              "reset-hang",
              MUST,
              "both",
              "does not notice RST",
              "after RST it neither ends nor goes on, and uses no CPU",
              "After RST the connection is gone; waiting on it is in vain, and what it held is given back.",
              "RFC 9293 section 3.5.3"),
          finding(
              "crash",
              MUST,
              "both",
              "dies from a signal under a fault",
              "its end is a signal",
              "Writing to a connection that is gone gives EPIPE, and a signal that kills unless it is ignored;"
                  + " no behaviour of a peer may end a program by a signal.",
              "POSIX.1-2024, send(), EPIPE"),
          finding(
              "short-send",
              MUST,
              "both",
              "ignores that send() took only a part",
              "with a small window, bytes are missing from what it sent",
              "send() may take fewer bytes than it was given; the rest is sent again from where it stopped.",
              "POSIX.1-2024, send()"),
          finding(
              "resend-offset",
              MUST,
              "both",
              "sends the wrong remainder after a partial send()",
              "bytes arrive repeated or shifted",
              "After a partial send() the next call starts at the first byte that was not taken.",
              "POSIX.1-2024, send()"),
          finding(
              "write-deadlock",
              MUST,
              "both",
              "writes without reading until both sides block",
              "a peer that waits for its replies to be read stops it",
              "Two sides that both write before they read block each other as soon as the buffers are full.",
              "RFC 9293 section 3.8.6"),
          finding(
              "half-close-drops-reply",
              MUST,
              "server",
              "takes the client's half-close for the end",
              "the reply to a request followed by FIN is missing",
              "FIN ends one direction only; the other goes on until it is closed itself.",
              "RFC 9293 section 3.6; POSIX.1-2024, shutdown()"),
          finding(
              "unread-data-reset",
              MUST,
              "server",
              "closes with unread input, which sends RST",
              "bytes behind the request turn the end into ECONNRESET",
              "Closing with unread input sends RST, which can destroy a reply that is still on its way.",
              "RFC 2525 section 2.17; RFC 9293 section 3.6.1"),
          finding(
              "bad-input-kills",
              MUST,
              "server",
              "ends its service at one bad message",
              "a fresh client afterwards gets no answer",
              "What one client sends may cost that client its connection, never the others theirs.",
              "RFC 1122 section 1.2.2 (robustness principle)"),
          finding(
              "one-client-blocks",
              SHOULD,
              "server",
              "lets one idle client stop all others",
              "a second client gets no answer while the first is silent",
              "A server that waits for one client answers the others meanwhile.",
              "POSIX.1-2024, poll(), accept()"),
          finding(
              "no-deadline",
              SHOULD,
              "client",
              "waits for ever on a peer that stalls or drips",
              "it still waits at the deadline",
              "TCP itself never gives up an idle connection; whoever waits needs a deadline of its own.",
              "RFC 9293 section 3.8.3; RFC 1122 section 4.2.3.6"),
          finding(
              "noisy-failure",
              INFO,
              "both",
              "fails rightly, but with an uncaught stack trace",
              "a trace on standard error",
              "An expected failure of the network is told to the user in a sentence, not as a stack trace.",
              "Common practice"));

  private StreamFindings() {}

  private static Finding finding(
      String id, Level level, String who, String bug, String oracle, String rule, String source) {
    return new Finding(id, "stream", level, who, bug, oracle, rule, source);
  }
}
