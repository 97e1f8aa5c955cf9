package sockproof.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Every package of a module, its tests included, is checked for nulls. */
final class PackageRules {
  private PackageRules() {}

  static List<String> problems(Collection<Path> files) throws IOException {
    Map<String, Boolean> marked = new TreeMap<>();
    for (Path file : files) {
      String folder = Objects.requireNonNull(file.getParent()).toString();
      boolean compiled = folder.contains("/src/main/") || folder.contains("/src/test/");
      if (file.toString().endsWith(".java") && compiled) {
        // A package's tests share the package-info of what they test.
        marked.merge(
            folder.replace("/src/test/", "/src/main/"), isNullMarked(file), Boolean::logicalOr);
      }
    }
    List<String> problems = new ArrayList<>();
    marked.forEach(
        (folder, isMarked) -> {
          if (!isMarked) {
            problems.add(folder + ": no package-info.java with @NullMarked");
          }
        });
    return problems;
  }

  private static boolean isNullMarked(Path file) throws IOException {
    return file.endsWith("package-info.java")
        && Files.readString(file).contains("@org.jspecify.annotations.NullMarked\n");
  }
}
