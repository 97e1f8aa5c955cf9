/** The uppercase service over UDP and Unix datagram sockets. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.datagram;
