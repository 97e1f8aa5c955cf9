package sockproof.harness.debug;

import java.util.Optional;
import java.util.TreeSet;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.core.hold.StreamCommand;
import sockproof.proxy.core.hold.StreamView;

/** The letters of the terminal for a stream; they are those of the page. */
final class StreamCommands {
  private StreamCommands() {}

  /**
   * What a letter does.
   *
   * @param at where the caret is
   */
  static Optional<StreamCommand> of(int letter, long at, StreamView view) {
    return Optional.ofNullable(
        switch (letter) {
          case ' ' ->
              view.cuts().contains(at) ? new StreamCommand.Join(at) : new StreamCommand.Cut(at);
          case 'p' -> new StreamCommand.ReleasePiece();
          case 'm' -> new StreamCommand.ReleaseMessage();
          case 'a' -> new StreamCommand.ReleaseAll();
          case 'o' -> new StreamCommand.Coalesce();
          case 'd' -> new StreamCommand.Drop(start(at, view), end(at, view));
          case 'u' -> new StreamCommand.Duplicate(start(at, view), end(at, view));
          case 'h' -> new StreamCommand.HalfClose();
          case 'r' -> new StreamCommand.Reset();
          default -> null;
        });
  }

  /** Releases so many bytes. */
  static StreamCommand bytes(String count) {
    try {
      return new StreamCommand.ReleaseBytes(Integer.parseInt(count.strip()));
    } catch (NumberFormatException e) {
      throw new DebugException("give a whole number of bytes", e);
    }
  }

  static StreamCommand forge(long at, Bytes bytes) {
    return new StreamCommand.Forge(at, bytes);
  }

  /** Where the piece at the caret begins; at the very end that is the last piece. */
  private static long start(long at, StreamView view) {
    long inside = Math.min(at, Math.max(view.back() - 1, view.front()));
    Long cut = new TreeSet<>(view.cuts()).floor(inside);
    return cut == null ? view.front() : cut;
  }

  private static long end(long at, StreamView view) {
    Long cut = new TreeSet<>(view.cuts()).higher(start(at, view));
    return cut == null ? view.back() : cut;
  }
}
