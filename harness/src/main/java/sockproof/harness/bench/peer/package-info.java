/** The relays that are compared, each in a process of its own. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.bench.peer;
