package sockproof.reference.cli;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sockproof.reference.message.Framing;
import sockproof.reference.message.MessageException;
import sockproof.reference.mutant.MutantRegistry;
import sockproof.reference.net.UsageException;
import sockproof.reference.role.Role;
import sockproof.reference.stream.StreamClient;
import sockproof.reference.stream.StreamSettings;

/** {@code reference tcp-client}. */
@Command(
    name = "tcp-client",
    description = "Sends messages over a TCP or Unix stream connection and prints the replies.",
    footer = {
      "",
      "Example:",
      "  sockproof reference tcp-client 127.0.0.1 3000 --framing line --message 'hello, world'"
    })
final class TcpClientCommand extends RoleCommand {
  @Mixin private final AddressOptions address = new AddressOptions();
  @Mixin private final StreamOptions stream = new StreamOptions();
  @Mixin private final MessageOptions messages = new MessageOptions();

  @Option(
      names = "--timeout",
      paramLabel = "DUR",
      converter = Converters.ToDuration.class,
      description = "How long to wait for the connection and for each reply. Default: 2s.")
  private Duration timeout = Duration.ofSeconds(2);

  @Option(
      names = "--pipeline",
      paramLabel = "N",
      description = "How many messages to send ahead of their replies, from 1. Default: 1.")
  private int pipeline = 1;

  TcpClientCommand(RoleIo io) {
    super(io);
  }

  @Override
  void run() throws IOException, MessageException {
    if (pipeline < 1) {
      throw new UsageException("--pipeline is " + pipeline + "; give it 1 or more");
    }
    SocketAddress server = address.server();
    StreamSettings settings = stream.settings();
    try (MessageOptions.Source source = messages.source(io(), settings.text())) {
      if (settings.framing() instanceof Framing.Eof) {
        exchangeOnConnectionsOfTheirOwn(server, settings, source);
      } else {
        try (StreamClient client = connect(server, settings)) {
          exchange(client, server, source);
        }
      }
    }
  }

  /** With {@code eof} a connection carries one message each way. */
  private void exchangeOnConnectionsOfTheirOwn(
      SocketAddress server, StreamSettings settings, MessageOptions.Source source)
      throws IOException, MessageException {
    ReplyPrinter printer = new ReplyPrinter(io());
    Optional<String> message = source.next();
    while (message.isPresent()) {
      try (StreamClient client = connect(server, settings)) {
        client.queue(message.get());
        printer.print(server, client.awaitReply());
      }
      message = source.next();
    }
  }

  private void exchange(StreamClient client, SocketAddress server, MessageOptions.Source source)
      throws IOException, MessageException {
    ReplyPrinter printer = new ReplyPrinter(io());
    int awaited = 0;
    boolean more = true;
    while (more || awaited > 0) {
      if (more && awaited < pipeline) {
        Optional<String> message = source.next();
        more = message.isPresent();
        if (more) {
          client.queue(message.get());
          awaited++;
        }
      } else {
        printer.print(server, client.awaitReply());
        awaited--;
      }
    }
  }

  private StreamClient connect(SocketAddress server, StreamSettings settings) throws IOException {
    return StreamClient.connect(
        server, settings, MutantRegistry.streamClient(Role.TCP_CLIENT, mutant()), timeout);
  }
}
