/** Several proxies, from files and changed while they run. */
@org.jspecify.annotations.NullMarked
package sockproof.proxy.control;
