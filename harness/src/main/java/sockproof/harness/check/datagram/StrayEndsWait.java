package sockproof.harness.check.datagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sockproof.harness.check.Check;
import sockproof.harness.check.Diagnosis;
import sockproof.harness.check.Lab;
import sockproof.harness.check.Situation;
import sockproof.harness.check.Trial;
import sockproof.harness.judge.Words;

/**
 * Notices a forged datagram, and ends its wait there: the genuine reply right behind it is never
 * read.
 */
public final class StrayEndsWait implements Check {
  @Override
  public String id() {
    return "stray-ends-wait";
  }

  /** Who reads one datagram for each request is misled by copies and late replies, too. */
  @Override
  public Set<String> explains() {
    return Set.of("duplicate-desync", "late-reply-desync");
  }

  @Override
  public Optional<String> notApplicable(Situation situation) {
    return Optional.empty();
  }

  @Override
  public Diagnosis examine(Lab lab) throws InterruptedException {
    List<Trial> ended = new ArrayList<>();
    for (Forgeries.From from : Forgeries.possible(lab.situation())) {
      Trial before = lab.run(Forgeries.before(lab.situation().exchange(), from));
      // Where the source is not compared, something else than the source ended the wait.
      if (shows(before) && Forgeries.taken(lab, from).isEmpty()) {
        ended.add(before);
      }
    }
    if (ended.isEmpty()) {
      return Diagnosis.pass("strays are waited past: the genuine reply behind them is taken");
    }
    Trial first = ended.getFirst();
    return Diagnosis.fail(
        "a stray ends the wait, though the genuine reply is right behind it",
        "the server's reply " + Words.quoted(first.exchange().replies()),
        first.outcome().detail(),
        ended);
  }

  @Override
  public boolean shows(Trial trial) {
    return !trial.isIntact() && !Forgeries.isTaken(trial);
  }
}
