/** Tests of the histories. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.trace;
