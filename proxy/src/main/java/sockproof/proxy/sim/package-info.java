/**
 * Runs any plan without sockets, on a virtual clock: for tests, for previews, and to hold the real
 * relay to the same behaviour.
 */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.sim;
