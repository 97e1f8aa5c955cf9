package sockproof.reference.cli;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sockproof.reference.datagram.DatagramClient;
import sockproof.reference.datagram.DatagramClientSteps;
import sockproof.reference.datagram.Filtering;
import sockproof.reference.message.MessageException;
import sockproof.reference.net.UsageException;

/** What the three kinds of datagram client have in common. */
final class DatagramClientOptions {
  private static final int MAX_RETRIES = 20;

  @Mixin private final AddressOptions address = new AddressOptions();
  @Mixin private final TextOptions text = new TextOptions();
  @Mixin private final MessageOptions messages = new MessageOptions();

  @Option(
      names = "--timeout",
      paramLabel = "DUR",
      converter = Converters.ToDuration.class,
      description = "How long to wait for the replies to one message, in all. Default: 2s.")
  private Duration timeout = Duration.ofSeconds(2);

  @Option(
      names = "--retries",
      paramLabel = "N",
      description =
          "How often to send it again within that time, waiting twice as long each time. Default:"
              + " 3.")
  private int retries = 3;

  AddressOptions address() {
    return address;
  }

  /** Sends every message and prints the replies. */
  void exchangeAll(
      RoleIo io, List<SocketAddress> servers, Filtering filtering, DatagramClientSteps steps)
      throws IOException, MessageException {
    if (retries < 0 || retries > MAX_RETRIES) {
      throw new UsageException("--retries is " + retries + "; give it 0 to " + MAX_RETRIES);
    }
    ReplyPrinter printer = new ReplyPrinter(io);
    try (MessageOptions.Source source = messages.source(io, text.rules());
        DatagramClient client =
            new DatagramClient(
                servers, filtering, text.rules(), timeout, retries, steps, printer)) {
      Optional<String> message = source.next();
      while (message.isPresent()) {
        client.exchange(message.get());
        message = source.next();
      }
    }
  }
}
