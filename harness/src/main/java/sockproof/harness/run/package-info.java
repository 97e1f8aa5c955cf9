/** Runs suites: cases side by side, their results, and the proof that every scenario can fail. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.run;
