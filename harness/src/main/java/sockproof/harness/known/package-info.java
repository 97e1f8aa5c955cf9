/** Failures that are expected: why, and the evidence that each is pinned to. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.known;
