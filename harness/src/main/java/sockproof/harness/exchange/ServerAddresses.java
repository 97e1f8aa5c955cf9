package sockproof.harness.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import sockproof.harness.process.Complaint;
import sockproof.harness.process.RunningSubject;
import sockproof.proxy.core.Medium;
import sockproof.proxy.kernel.SocketTable;
import sockproof.proxy.plan.Endpoint;

/** Addresses for servers under test, and whether they are in use yet. */
final class ServerAddresses {
  private static final Duration POLL = Duration.ofMillis(2);

  private ServerAddresses() {}

  /** A free port of loopback, different for every call, or a path in a directory. */
  static Endpoint choose(Exchange exchange, Path directory) throws IOException {
    if (exchange.network().isUnix()) {
      Path path = Files.createDirectories(directory).resolve("server.sock");
      return exchange.network().medium() == Medium.UNIX
          ? new Endpoint.Unix(path)
          : new Endpoint.UnixDatagram(path);
    }
    String host = exchange.network().loopback();
    PortBlock ports = PortBlock.own();
    for (int attempt = 0; attempt < ports.size(); attempt++) {
      int port = ports.next();
      boolean udp = exchange.network().medium() == Medium.UDP;
      // A bind() of our own would tell as well. But a subject that is started in that moment
      // inherits the socket until it is executed, and keeps the port from the server meanwhile.
      boolean used = udp ? SocketTable.isUdpBound(port) : SocketTable.isTcpUsed(port);
      if (!used) {
        return udp ? new Endpoint.Udp(host, port) : new Endpoint.Tcp(host, port);
      }
    }
    throw new IOException("none of the ports for servers under test is free");
  }

  /** What the subject is told to bind to: all addresses, where that is part of the case. */
  static Endpoint boundTo(Exchange exchange, Endpoint address) {
    return exchange.peer().wildcard() && address instanceof Endpoint.Udp(String host, int port)
        ? new Endpoint.Udp("0.0.0.0", port)
        : address;
  }

  /**
   * Where the subject is spoken to: at another of this machine's addresses, where that is asked.
   */
  static Endpoint spokenTo(Exchange exchange, Endpoint address) {
    boolean elsewhere = exchange.peer().wildcard() || exchange.peer().elsewhere();
    return elsewhere && address instanceof Endpoint.Udp(String host, int port)
        ? new Endpoint.Udp("127.0.0.2", port)
        : address;
  }

  /**
   * Waits until the kernel's socket table shows the address in use; nothing is connected to, so a
   * server that takes one client only is not disturbed.
   *
   * @throws SubjectNotReadyException where the subject ended first or took too long
   */
  static void awaitReady(Endpoint address, RunningSubject subject, Duration timeout)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (!isInUse(address)) {
      if (subject.awaitEnd(POLL)) {
        String how = subject.ending().map(ending -> ending.words()).orElse("an unknown end");
        String why = Complaint.in(subject.stderr(), "; it says: ");
        throw new SubjectNotReadyException("the server never listened; it ended with " + how + why);
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new SubjectNotReadyException(
            "the server did not listen on " + address + " within " + timeout.toSeconds() + " s");
      }
    }
  }

  private static boolean isInUse(Endpoint address) {
    return switch (address) {
      case Endpoint.Tcp(String host, int port) -> SocketTable.isTcpListening(port);
      case Endpoint.Udp(String host, int port) -> SocketTable.isUdpBound(port);
      case Endpoint.Unix(Path path) -> SocketTable.isUnixListening(path);
      case Endpoint.UnixDatagram(Path path) -> SocketTable.isUnixDatagramBound(path);
    };
  }
}
