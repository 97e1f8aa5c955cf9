package sockproof.scenarios;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The project's own source files. */
final class ProjectFiles {
  private static final Set<String> SKIPPED_FOLDERS =
      Set.of("target", ".git", "node_modules", ".idea", ".vscode", ".sockproof", "__pycache__");
  private static final Set<String> EXTENSIONS =
      Set.of("java", "sh", "py", "c", "h", "js", "mjs", "ts", "go", "rb", "pl");
  private static final Set<String> SCRIPTS = Set.of("sockproof", "run");

  private ProjectFiles() {}

  /** Returns the folder that holds the modules. */
  static Path root() {
    return Objects.requireNonNull(
        Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent());
  }

  /** Returns every source file that people wrote, of whatever language. */
  static List<Path> sources() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED_FOLDERS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            String extension = name.substring(name.lastIndexOf('.') + 1);
            if (SCRIPTS.contains(name) || EXTENSIONS.contains(extension)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
