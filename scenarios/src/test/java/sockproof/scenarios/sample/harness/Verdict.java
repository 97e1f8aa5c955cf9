package sockproof.scenarios.sample.harness;

import sockproof.scenarios.ArchitectureRules;

/** A harness that knows the scenarios. */
public record Verdict(ArchitectureRules rules) {}
