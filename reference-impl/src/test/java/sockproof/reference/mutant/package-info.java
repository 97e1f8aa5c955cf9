/** Tests of the mutants. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.mutant;
