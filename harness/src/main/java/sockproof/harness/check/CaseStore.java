package sockproof.harness.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sockproof.harness.finding.Finding;

/** Keeps failing cases in a folder, so that {@code sockproof replay} can repeat each exactly. */
public final class CaseStore {
  private static final int ID_CHARACTERS = 8;

  private final Path folder;
  private final Writer writer;
  private @Nullable IOException trouble;

  /** Makes the text of a case. */
  @FunctionalInterface
  public interface Writer {
    /** The text, which has all that is needed to run the case again. */
    String write(Situation situation, String finding, Trial trial);
  }

  /** A store in a folder, which is made when the first case is kept. */
  public CaseStore(Path folder) {
    this(folder, CaseFile::write);
  }

  /** A store of cases that are written in another way. */
  public CaseStore(Path folder, Writer writer) {
    this.folder = folder;
    this.writer = writer;
  }

  /** Keeps a case and gives the id under which {@link #file} finds it. */
  public String save(Situation situation, Finding finding, Trial trial) {
    String json = writer.write(situation, finding.id(), trial);
    String id = finding.id() + "-" + hash(json);
    try {
      Files.createDirectories(folder);
      Files.writeString(file(id), json);
    } catch (IOException e) {
      trouble = e;
    }
    return id;
  }

  /** Why a case could not be kept; what was found stands all the same. */
  public Optional<IOException> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Where the cases are kept. */
  public Path folder() {
    return folder;
  }

  /** Where the case of an id is kept. */
  public Path file(String id) {
    return folder.resolve(id + ".json");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, ID_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
