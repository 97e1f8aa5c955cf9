package sockproof.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules for source files of every language. */
final class TextRules {
  private static final int MAX_LINES = 400;
  private static final int MAX_COLUMNS = 120;

  private TextRules() {}

  static List<String> problems(Path file) throws IOException {
    return problems(ProjectFiles.root().relativize(file).toString(), Files.readString(file));
  }

  static List<String> problems(String name, String text) {
    List<String> problems = new ArrayList<>();
    List<String> lines = text.lines().toList();
    if (lines.size() > MAX_LINES) {
      problems.add(name + ": " + lines.size() + " lines; " + MAX_LINES + " are allowed");
    }
    for (int i = 0; i < lines.size(); i++) {
      int columns = lines.get(i).codePointCount(0, lines.get(i).length());
      if (columns > MAX_COLUMNS) {
        problems.add(
            name + ":" + (i + 1) + ": " + columns + " columns; " + MAX_COLUMNS + " are allowed");
      }
    }
    return problems;
  }
}
