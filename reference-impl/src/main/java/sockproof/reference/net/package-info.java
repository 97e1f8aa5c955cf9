/** Sockets with deadlines: streams, datagrams, addresses. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.net;
