/** Mutants of the datagram roles, one bug a file. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.mutant.datagram;
