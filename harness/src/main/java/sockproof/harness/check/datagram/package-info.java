/** The checks for datagram sockets: one finding a file, and the families of cases they share. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.check.datagram;
