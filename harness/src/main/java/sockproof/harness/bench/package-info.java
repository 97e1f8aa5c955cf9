/** What the relay costs on this machine, measured side by side with the peers that are found. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.bench;
