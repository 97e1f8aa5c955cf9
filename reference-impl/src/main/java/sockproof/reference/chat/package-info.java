/** The chat over UDP or Unix datagrams. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.chat;
