/** The debugger: connections that a user holds and releases by hand. */
@org.jspecify.annotations.NullMarked
package sockproof.harness.debug;
