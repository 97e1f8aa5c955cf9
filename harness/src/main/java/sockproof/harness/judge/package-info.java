/** Oracles: they compare what a subject did with what it had to do; they see evidence only. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.judge;
