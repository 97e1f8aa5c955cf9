package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.check.transparent.CutPlaces.Place;
import sockproof.harness.exchange.Exchange;

/**
 * Every single cut, then all cuts together. Each of the checks that look at cuts asks for the same
 * ones, which the {@link Lab} runs once; where they fail tells which of them is to blame.
 */
final class CutSweep {
  private static final int ENOUGH_FAILURES = 16;
  private static final int MAX_TOGETHER = 512;
  private static final int MAX_PREFIX_BYTES = 8;

  /** One single cut that was tried. */
  record Cut(Place place, Trial trial) {}

  private final List<Cut> cuts;
  private final List<Trial> others;

  private CutSweep(List<Cut> cuts, List<Trial> others) {
    this.cuts = cuts;
    this.others = others;
  }

  /** Runs what has not been run yet. */
  static CutSweep run(Lab lab, Recording recording) throws InterruptedException {
    List<Said> said = recording.saidToSubject();
    int most = CutPlaces.worthTrying(lab.situation().baselineMillis());
    List<Place> places = CutPlaces.of(said, lab.situation().exchange().seed(), most);
    List<Exchange> single =
        places.stream()
            .map(
                place ->
                    BlindPlans.under(
                        lab.situation().exchange(),
                        "fragment: {to: %s, at: [%d]%s}"
                            .formatted(
                                recording.subjectSide(),
                                place.offset(),
                                recording.when(place.said().connection()))))
            .toList();
    List<Trial> trials = lab.runUntil(single, ENOUGH_FAILURES, trial -> !trial.isIntact());
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      cuts.add(new Cut(places.get(i), trials.get(i)));
    }
    boolean failed = trials.stream().anyMatch(trial -> !trial.isIntact());
    List<Trial> others = failed ? List.of() : lab.runAll(together(lab, recording, said, places));
    return new CutSweep(cuts, others);
  }

  /** All cuts at once, in lockstep and with pauses, and a late answer in one piece. */
  private static List<Exchange> together(
      Lab lab, Recording recording, List<Said> said, List<Place> places) {
    List<Exchange> cases = new ArrayList<>();
    String side = recording.subjectSide();
    for (int connection = 1; connection <= recording.connections(); connection++) {
      int number = connection;
      String all =
          places.stream()
              .filter(place -> place.said().connection() == number)
              .limit(MAX_TOGETHER)
              .map(place -> Long.toString(place.offset()))
              .distinct()
              .collect(Collectors.joining(", "));
      String middles =
          said.stream()
              .filter(one -> one.connection() == number && one.length() > 1)
              .limit(3)
              .map(one -> Long.toString(one.offset() + one.length() / 2))
              .collect(Collectors.joining(", "));
      String when = recording.when(number);
      if (!all.isEmpty()) {
        cases.add(cut(lab, "fragment: {to: %s, at: [%s]%s}".formatted(side, all, when)));
      }
      if (!middles.isEmpty()) {
        cases.add(
            cut(lab, "fragment: {to: %s, at: [%s], pace: 50ms%s}".formatted(side, middles, when)));
      }
    }
    cases.add(cut(lab, "latency: {to: %s, delay: 100ms}".formatted(side)));
    return cases;
  }

  private static Exchange cut(Lab lab, String fault) {
    return BlindPlans.under(lab.situation().exchange(), fault);
  }

  /** How many cuts were tried one by one. */
  int size() {
    return cuts.size();
  }

  /** The cases that failed, single cuts first. */
  List<Trial> failing() {
    List<Trial> failing = new ArrayList<>();
    cuts.stream().map(Cut::trial).filter(trial -> !trial.isIntact()).forEach(failing::add);
    others.stream().filter(trial -> !trial.isIntact()).forEach(failing::add);
    return failing;
  }

  /** The id of the finding that explains where it failed; empty where it did not. */
  String blamed() {
    List<Place> failing = places(false);
    List<Place> passing = places(true);
    if (failing.isEmpty()) {
      return failing().isEmpty() ? "" : "single-recv";
    }
    if (!passing.isEmpty() && failing.stream().allMatch(Place::isInsideDelimiter)) {
      return "delimiter-split";
    }
    if (!passing.isEmpty() && failing.stream().allMatch(Place::isInsideCharacter)) {
      return "utf8-split";
    }
    boolean prefix = isInPrefixes(failing, passing) || isInPrefix(failing, passing);
    return prefix ? "header-split" : "single-recv";
  }

  /** Only cuts in the prefixes of messages that came together fail. */
  private static boolean isInPrefixes(List<Place> failing, List<Place> passing) {
    return passing.stream().anyMatch(place -> !place.isInsidePrefix())
        && failing.stream().allMatch(Place::isInsidePrefix);
  }

  /**
   * Only cuts in the first few bytes fail, and behind them, in the same messages, none does. A
   * prefix of an odd size is believed where each cut in it fails, in more than one message.
   */
  private static boolean isInPrefix(List<Place> failing, List<Place> passing) {
    int last = failing.stream().mapToInt(Place::at).max().orElse(0);
    List<Place> longer =
        failing.stream().filter(place -> place.said().length() > last + 1).toList();
    boolean ends =
        !longer.isEmpty()
            && longer.stream()
                .allMatch(
                    place ->
                        passing.stream()
                            .anyMatch(
                                other -> other.said().equals(place.said()) && other.at() > last));
    boolean usual = last + 1 == 2 || last + 1 == 4 || last + 1 == MAX_PREFIX_BYTES;
    boolean certain =
        last < MAX_PREFIX_BYTES
            && passing.stream().noneMatch(place -> place.at() <= last)
            && longer.stream().map(Place::said).distinct().count() > 1;
    return ends && (usual || certain);
  }

  private List<Place> places(boolean intact) {
    return cuts.stream().filter(cut -> cut.trial().isIntact() == intact).map(Cut::place).toList();
  }

  /** Where it failed, for people: byte 3 of 20 of what was said. */
  String where() {
    List<Place> failing = places(false);
    if (failing.isEmpty()) {
      return "all pieces together, or with pauses between them";
    }
    Place first = failing.getFirst();
    return failing.size()
        + " of "
        + cuts.size()
        + " single cuts change the result, such as one after byte "
        + first.at()
        + " of a message of "
        + first.said().length()
        + " bytes";
  }
}
