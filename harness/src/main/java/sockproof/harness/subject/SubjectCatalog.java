package sockproof.harness.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The subjects that are known by name: the files below one folder. */
public final class SubjectCatalog {
  private final List<Subject> subjects;

  private SubjectCatalog(List<Subject> subjects) {
    this.subjects = List.copyOf(subjects);
  }

  /**
   * Reads every subject file below a folder; a subject's name is its path without {@code .yaml}.
   */
  public static SubjectCatalog read(Path folder) throws IOException {
    List<Subject> subjects = new ArrayList<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        String name = folder.relativize(file).toString().replaceFirst("\\.yaml$", "");
        subjects.add(SubjectReader.read(file, name));
      }
    }
    return new SubjectCatalog(subjects);
  }

  /** Every subject, in the order of their names. */
  public List<Subject> all() {
    return subjects;
  }

  /** The subject of a name, or all in the folder of that name; none where there is neither. */
  public List<Subject> named(String name) {
    return subjects.stream()
        .filter(subject -> subject.name().equals(name) || subject.name().startsWith(name + "/"))
        .toList();
  }
}
