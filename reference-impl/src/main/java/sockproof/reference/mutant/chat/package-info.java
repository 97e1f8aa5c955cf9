/** Mutants of the chat, one bug a file. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.mutant.chat;
