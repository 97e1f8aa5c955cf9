package sockproof.scenarios.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of the programs: for each finding the one that starts fastest, and some correct ones. */
final class CorpusSample {
  /** The languages, the one whose programs start fastest first. */
  private static final List<String> FASTEST_FIRST = List.of("c", "perl", "node", "python");

  private CorpusSample() {}

  /** The sample, always the same. */
  static List<Program> of(List<Program> programs) {
    Map<String, Program> chosen = new LinkedHashMap<>();
    programs.stream()
        .sorted(Comparator.comparingInt(CorpusSample::slowness))
        .forEach(program -> chosen.putIfAbsent(kind(program), program));
    return new ArrayList<>(chosen.values());
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
