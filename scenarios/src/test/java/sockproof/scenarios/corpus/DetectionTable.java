package sockproof.scenarios.corpus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Detection and false positives by finding, for people. */
final class DetectionTable {
  private DetectionTable() {}

  private static final class Row {
    private int programs;
    private int named;
    private int invented;
  }

  /** The table, a line for each finding and one for the correct programs. */
  static String of(List<CheckedProgram> checked) {
    Map<String, Row> rows = new TreeMap<>();
    for (CheckedProgram one : checked) {
      Row row = rows.computeIfAbsent(one.program().verdict(), id -> new Row());
      row.programs++;
      row.named += one.isMissed() ? 0 : 1;
      one.invented().forEach(id -> rows.computeIfAbsent(id, key -> new Row()).invented++);
    }
    StringBuilder table = new StringBuilder();
    table.append("%-26s %8s %8s %8s%n".formatted("finding", "programs", "named", "invented"));
    rows.forEach(
        (id, row) ->
            table.append(
                "%-26s %8d %8d %8d%n".formatted(id, row.programs, row.named, row.invented)));
    return table.toString();
  }
}
