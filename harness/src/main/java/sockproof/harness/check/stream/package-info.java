/** The checks for stream sockets, one finding a file, and the families of cases that they share. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.check.stream;
