package sockproof.scenarios.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of the programs: for each finding some that start fast, and some correct ones. */
final class CorpusSample {
  /** The languages, the one whose programs start fastest first. */
  private static final List<String> FASTEST_FIRST = List.of("c", "perl", "node", "python", "java");

  private CorpusSample() {}

  /**
   * The sample, always the same.
   *
   * @param programs what to take from
   * @param each how many for each finding, in as many languages as there are; of correct programs,
   *     how many for each role and language
   */
  static List<Program> of(List<Program> programs, int each) {
    Map<String, List<Program>> kinds = new LinkedHashMap<>();
    programs.stream()
        .sorted(Comparator.comparingInt(CorpusSample::slowness))
        .forEach(
            program ->
                kinds.computeIfAbsent(kind(program), kind -> new ArrayList<>()).add(program));
    List<Program> chosen = new ArrayList<>();
    kinds.values().forEach(kind -> chosen.addAll(varied(kind, each)));
    return chosen;
  }

  /** So many, each in a language of its own while there is another. */
  private static List<Program> varied(List<Program> programs, int count) {
    List<Program> left = new ArrayList<>(programs);
    List<Program> chosen = new ArrayList<>();
    List<String> spoken = new ArrayList<>();
    while (chosen.size() < count && !left.isEmpty()) {
      Program next =
          left.stream()
              .filter(program -> !spoken.contains(program.language()))
              .findFirst()
              .orElse(left.getFirst());
      left.remove(next);
      chosen.add(next);
      spoken.add(next.language());
    }
    return chosen;
  }

  /** Of bad programs one for each finding; of good ones one for each role and language. */
  private static String kind(Program program) {
    String kind = (program.isStream() ? "stream " : "datagram ") + program.verdict();
    return program.isGood() ? kind + " " + program.role() + " " + program.language() : kind;
  }

  private static int slowness(Program program) {
    return FASTEST_FIRST.indexOf(program.language());
  }
}
