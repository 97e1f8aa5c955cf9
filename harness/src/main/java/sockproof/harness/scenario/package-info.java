/** Scenario files: data that says what is exchanged, what goes wrong and what must come out. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.scenario;
