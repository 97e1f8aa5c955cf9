/** The mutants: the same servers and clients, each with exactly one bug. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.mutant;
