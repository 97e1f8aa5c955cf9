package sockproof.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sockproof.harness.results.Entry;
import sockproof.harness.run.CaseRun;
import sockproof.harness.run.Shard;
import sockproof.harness.run.Shard.CaseKey;

/** The options that leave one part of a run, so that several machines share it. */
final class Sharding {
  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "Run part I of N; all parts need the same --seed and --durations.")
  private @Nullable String shard;

  @Option(
      names = "--durations",
      paramLabel = "RESULTS.json",
      description = "Earlier results: their durations make the parts of --shard equally long.")
  private @Nullable Path durations;

  /** Refuses what makes no sense, before anything is run. */
  void check(@Nullable Long seed) {
    if (shard == null) {
      if (durations != null) {
        throw new UsageException("--durations is of use with --shard only.");
      }
      return;
    }
    parsed();
    if (seed == null) {
      throw new UsageException(
          "--shard " + shard + " needs --seed: parts with different seeds miss cases.");
    }
  }

  private Shard parsed() {
    try {
      return Shard.parse(String.valueOf(shard));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--shard " + e.getMessage());
    }
  }

  /** The cases of the part that was asked for; all without --shard. */
  List<CaseRun> of(List<CaseRun> cases) throws IOException {
    if (shard == null) {
      return cases;
    }
    Map<CaseKey, Long> millis = new HashMap<>();
    if (durations != null) {
      for (Entry entry : ReportCommand.read(durations).entries()) {
        millis.merge(new CaseKey(entry.id(), entry.subject()), entry.elapsedMillis(), Math::max);
      }
    }
    return parsed().of(cases, millis);
  }
}
