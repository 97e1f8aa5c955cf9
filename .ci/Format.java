import com.google.common.collect.ImmutableList;
import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks or applies google-java-format over every Java file of the project. The build runs it from
 * source; see the root pom and CONTRIBUTING.md.
 *
 * <p>Arguments: the project's folder, {@code check} or {@code apply}, and a stamp file: files older
 * than the stamp were in order the last time and are not read again. What {@code check} finds is
 * listed in {@code format.problems} beside the stamp, and the build fails where that file exists.
 */
public final class Format {
  private static final Set<String> SKIPPED_FOLDERS = Set.of("target", ".git", "node_modules");

  private Format() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    boolean apply = args[1].equals("apply");
    Path stamp = Path.of(args[2]);
    FileTime started = FileTime.from(Instant.now());
    List<String> problems =
        javaFiles(root, stamp).parallelStream()
            .filter(file -> !isInOrder(file, apply))
            .map(file -> root.relativize(file).toString())
            .sorted()
            .toList();
    problems.forEach(file -> System.err.println((apply ? "formatted " : "not formatted ") + file));
    Files.createDirectories(stamp.toAbsolutePath().getParent());
    Path verdict = stamp.resolveSibling("format.problems");
    Files.deleteIfExists(verdict);
    if (!apply && !problems.isEmpty()) {
      Files.write(verdict, problems);
      return;
    }
    Files.writeString(stamp, "Every Java file older than this one is in google-java-format.\n");
    Files.setLastModifiedTime(stamp, started);
  }

  private static List<Path> javaFiles(Path root, Path stamp) throws IOException {
    FileTime since =
        Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")
                && attributes.lastModifiedTime().compareTo(since) >= 0) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** Returns whether the file was in order; puts it in order if {@code apply}. */
  private static boolean isInOrder(Path file, boolean apply) {
    try {
      String source = Files.readString(file);
      String ordered = ImportOrderer.reorderImports(source, Style.GOOGLE);
      String formatted =
          new Formatter().formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
      if (apply && !formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
      return formatted.equals(source);
    } catch (FormatterException e) {
      throw new IllegalStateException(file + ": " + ImmutableList.copyOf(e.diagnostics()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
