/** The uppercase service over TCP and Unix stream sockets. */
@org.jspecify.annotations.NullMarked
package sockproof.reference.stream;
