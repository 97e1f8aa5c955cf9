/** Questions to the Linux kernel (socket diagnostics) through the foreign-function API. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.kernel;
