/** Plans run on the virtual clock. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.sim;
