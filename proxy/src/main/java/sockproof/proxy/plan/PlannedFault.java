package sockproof.proxy.plan;

/** One fault of a plan together with the keys common to all faults. */
public record PlannedFault(FaultSpec spec) {}
