package sockproof.reference.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sockproof.reference.message.Framing;
import sockproof.reference.stream.StreamSettings;

/** What both sides of a stream agree on. */
final class StreamOptions {
  @Mixin private final TextOptions text = new TextOptions();

  @Option(
      names = "--framing",
      paramLabel = "FRAMING",
      converter = Converters.ToFraming.class,
      description = "fixed:N, line, crlf, length-prefix or eof. Default: line.")
  private Framing framing = new Framing.Line();

  @Option(
      names = "--max-message",
      paramLabel = "SIZE",
      converter = Converters.ToSizeBytes.class,
      description = "The longest message that is taken. Default: 1MiB.")
  private int maxMessageBytes = StreamSettings.DEFAULT_MAX_MESSAGE_BYTES;

  StreamSettings settings() {
    return StreamSettings.of(framing, text.rules()).withMaxMessageBytes(maxMessageBytes);
  }
}
