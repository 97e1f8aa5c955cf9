package sockproof.harness.debug;

import java.util.Optional;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.hold.DatagramCommand;
import sockproof.proxy.core.hold.DatagramView;

/** The keys of the terminal for datagrams; they are those of the page. */
final class DatagramCommands {
  private DatagramCommands() {}

  /**
   * What a key does.
   *
   * @param place where the chosen datagram stands, from 0; -1 for none
   */
  static Optional<DatagramCommand> of(TerminalKey key, int place, DatagramView view) {
    if (key.character() == 'a') {
      return Optional.of(new DatagramCommand.ReleaseAll());
    }
    if (place < 0) {
      if (key.name() == TerminalKey.Name.ENTER || "du".indexOf(key.character()) >= 0) {
        throw new DebugException("nothing waits");
      }
      return Optional.empty();
    }
    long id = view.waiting().get(place).id();
    return Optional.ofNullable(
        switch (key.name()) {
          case ENTER -> new DatagramCommand.Release(id);
          case MOVE_UP -> place == 0 ? null : new DatagramCommand.Move(id, place - 1);
          case MOVE_DOWN ->
              place == view.waiting().size() - 1 ? null : new DatagramCommand.Move(id, place + 1);
          default ->
              switch (key.character()) {
                case 'd' -> new DatagramCommand.Drop(id);
                case 'u' -> new DatagramCommand.Duplicate(id);
                default -> null;
              };
        });
  }

  static DatagramCommand forge(Bytes payload, Datagram.Source source, int place) {
    return new DatagramCommand.Forge(payload, source, place);
  }

  /** The source that a letter stands for. */
  static Datagram.Source source(String letter) {
    return switch (letter.strip()) {
      case "p" -> new Datagram.Source.OtherPort();
      case "h" -> new Datagram.Source.OtherHost();
      case "b" -> new Datagram.Source.Both();
      case "g" -> Datagram.GENUINE;
      default -> throw new DebugException("answer p, h, b or g");
    };
  }
}
