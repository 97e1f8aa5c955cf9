/** Sockproof: harness. */
@org.jspecify.annotations.NullMarked
package sockproof.harness;
