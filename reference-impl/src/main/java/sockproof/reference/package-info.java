/** The uppercase servers and clients, the chat, and their mutants. */
@org.jspecify.annotations.NullMarked
package sockproof.reference;
