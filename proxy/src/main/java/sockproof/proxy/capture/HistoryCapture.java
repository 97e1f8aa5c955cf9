package sockproof.proxy.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import sockproof.proxy.capture.draw.Drawer;
import sockproof.proxy.capture.draw.Film;
import sockproof.proxy.core.Bytes;
import sockproof.proxy.trace.History;

/** Captures of relays that are done, made of their histories. */
public final class HistoryCapture {
  private HistoryCapture() {}

  /**
   * Writes a pcapng file, one after the other what each relay kept.
   *
   * @param histories by the name of the relay, for its interfaces
   * @param application who writes it, for the file
   * @throws IOException if the file cannot be written
   */
  public static void write(Map<String, History> histories, String application, Path path)
      throws IOException {
    try (CaptureFile file = CaptureFile.create(path)) {
      Film film = new Film(application, block -> write(file, block));
      histories.forEach(
          (name, history) -> {
            history.replay(new Drawer(name, film));
            if (history.dropped() > 0) {
              film.noteAtEnd(name + ": " + history.dropped() + " later events were not kept");
            }
          });
      film.finish();
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static void write(CaptureFile file, Bytes block) {
    try {
      file.write(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
