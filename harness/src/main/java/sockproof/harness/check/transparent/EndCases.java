package sockproof.harness.check.transparent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Trial;
import sockproof.harness.check.transparent.CutPlaces.Place;
import sockproof.harness.exchange.Exchange;
import sockproof.proxy.core.Medium;

/** Streams that end, or stop, in the middle of what is said to the program under test. */
final class EndCases {
  private static final int MAX_PLACES = 12;

  private EndCases() {}

  /** How a stream ends. */
  enum How {
    FIN("fin"),
    RESET("reset"),
    STALL("stall");

    private final String word;

    How(String word) {
      this.word = word;
    }
  }

  /** One case: the place and what came of it. */
  record Ended(Place place, Trial trial) {}

  /** Runs the cases, each in another place. */
  static List<Ended> run(Lab lab, Recording recording, How how) throws InterruptedException {
    return run(lab, recording, CutPlaces.few(recording.saidToSubject(), MAX_PLACES), how);
  }

  /** Runs cases with FIN in other places than those of {@link #run}. */
  static List<Ended> runElsewhere(Lab lab, Recording recording) throws InterruptedException {
    List<Said> said = recording.saidToSubject();
    Set<Place> places = new LinkedHashSet<>(CutPlaces.lineStarts(said));
    places.addAll(CutPlaces.of(said, lab.situation().exchange().seed(), MAX_PLACES));
    CutPlaces.few(said, MAX_PLACES).forEach(places::remove);
    List<Place> some = CutPlaces.spread(new ArrayList<>(places), MAX_PLACES);
    return run(lab, recording, some, How.FIN);
  }

  private static List<Ended> run(Lab lab, Recording recording, List<Place> places, How how)
      throws InterruptedException {
    List<Trial> trials =
        lab.runAll(places.stream().map(place -> at(lab, recording, place, how)).toList());
    return java.util.stream.IntStream.range(0, places.size())
        .mapToObj(i -> new Ended(places.get(i), trials.get(i)))
        .toList();
  }

  /** A case in one place. */
  static Exchange at(Lab lab, Recording recording, Place place, How how) {
    return ending(lab, recording, place.said().connection(), place.offset(), how);
  }

  /** A case that ends a connection after so many bytes. */
  static Exchange ending(Lab lab, Recording recording, int connection, long bytes, How how) {
    Exchange exchange = lab.situation().exchange();
    Exchange watched = exchange.watchingCpu();
    return BlindPlans.under(
        watched,
        "limit: {to: %s, bytes: %d, then: %s%s}"
            .formatted(recording.subjectSide(), bytes, how.word, recording.when(connection)));
  }

  /** Whether a stream of this kind can be reset. */
  static boolean canReset(Exchange exchange) {
    return exchange.network().medium() == Medium.TCP;
  }
}
