/** Mutants of the stream roles, one bug a file. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.mutant.stream;
