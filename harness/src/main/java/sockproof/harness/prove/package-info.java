/** The proof of the suites: every scenario fails for a mutant, every mutant fails a scenario. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.prove;
