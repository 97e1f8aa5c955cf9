package sockproof.scenarios.sample.proxy;

import java.util.List;
import sockproof.scenarios.sample.harness.Verdict;

/** A proxy that knows the harness. */
public record Relay(List<Verdict> verdicts, Verdict worst) {}
