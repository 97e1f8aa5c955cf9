package sockproof.reference.cli;

import picocli.CommandLine.Option;
import sockproof.reference.message.TextRules;

/** Which bytes are text. */
final class TextOptions {
  @Option(
      names = "--charset",
      paramLabel = "ascii|utf-8",
      converter = Converters.ToTextRules.class,
      description = "What bytes are text; anything else is refused. Default: ascii.")
  private TextRules rules = TextRules.ASCII;

  TextRules rules() {
    return rules;
  }
}
