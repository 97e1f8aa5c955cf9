package sockproof.harness.subject;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.exchange.Network;
import sockproof.harness.exchange.Role;
import sockproof.reference.message.Framing;
import sockproof.reference.message.TextRules;

/**
 * A program under test, as its file describes it.
 *
 * @param name its name: the file's path under {@code subjects/}, without {@code .yaml}
 * @param title what it is, in a line
 * @param role the side that it plays
 * @param networks the kinds of socket that it can use
 * @param framings the words of the framings that it speaks on a stream; {@code fixed} for any size
 * @param charsets which texts it can carry
 * @param abilities what else it can do, such as {@code several-servers}
 * @param start how it is started
 * @param directory where its relative paths start, also its working directory
 * @param known the findings that it is known to have, each with the reason
 */
public record Subject(
    String name,
    String title,
    Role role,
    Set<Network> networks,
    Set<String> framings,
    Set<TextRules> charsets,
    Set<String> abilities,
    Start start,
    Path directory,
    Map<String, String> known) {

  /** The ability of a chat server or client, which takes part in nothing else. */
  public static final String CHAT = "chat";

  /** How a subject is started; arguments hold {@code {host}}, {@code {port}} and the like. */
  public sealed interface Start {
    /** The arguments with their placeholders. */
    List<String> arguments();

    /**
     * A program of its own.
     *
     * @param arguments the program and its arguments
     * @param build a command that makes the program first, or none; {@code {build}} is a directory
     * @param requires programs that must be on the PATH; without them the subject is skipped
     */
    record Command(List<String> arguments, List<String> build, List<String> requires)
        implements Start {}

    /**
     * A program in a container.
     *
     * @param image the image, which this machine has
     * @param arguments the program, in the image, and its arguments
     * @param requires programs that must be on this machine's PATH; without them the subject is
     *     skipped
     */
    record Container(String image, List<String> arguments, List<String> requires)
        implements Start {}

    /** A role of the reference, in this JVM; arguments as after {@code sockproof reference}. */
    record Reference(List<String> arguments) implements Start {}
  }

  /** True when it speaks this framing. */
  public boolean speaks(Framing framing) {
    return framings.contains(framing.word())
        || (framing instanceof Framing.Fixed && framings.contains("fixed"));
  }

  /** The same subject with other arguments at its end, as for a mutant. */
  public Subject withMutant(String mutant) {
    if (!(start instanceof Start.Reference(List<String> arguments))) {
      throw new IllegalStateException(name + " is not a role of the reference");
    }
    List<String> longer = new ArrayList<>(arguments);
    longer.add("--mutant");
    longer.add(mutant);
    return new Subject(
        name + "+" + mutant,
        title + " with the bug " + mutant,
        role,
        networks,
        framings,
        charsets,
        abilities,
        new Start.Reference(longer),
        directory,
        Map.of());
  }

  /** The same program, taken from an image and run in a container. */
  public Subject inImage(String image) {
    return new Subject(
        name,
        title,
        role,
        networks,
        framings,
        charsets,
        abilities,
        new Start.Container(image, start.arguments(), List.of()),
        directory,
        known);
  }

  /** The image of one that runs in a container. */
  public Optional<String> image() {
    return start instanceof Start.Container container
        ? Optional.of(container.image())
        : Optional.empty();
  }

  /** True when messages are put into the arguments and not on standard input. */
  public boolean takesMessageAsArgument() {
    return names("{message}");
  }

  /** True when a client is told the address of its server, and not only the port. */
  public boolean takesHost() {
    return names("{host}") || names("{servers}");
  }

  private boolean names(String placeholder) {
    return start.arguments().stream().anyMatch(argument -> argument.contains(placeholder));
  }
}
