package sockproof.proxy.plan;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that people write. */
public final class TextFile {
  private TextFile() {}

  /**
   * The text of a file.
   *
   * @throws PlanException in one sentence that names the file, where it is not text in UTF-8 or
   *     cannot be read
   * @throws IOException where it is not there, or may not be read
   */
  public static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new PlanException(file + ": this is not text in UTF-8; save it so.", e);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw new PlanException(file + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
